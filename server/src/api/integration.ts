import { type Static, Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../database/database.ts';
import { type Fault, refuse } from '../errors.ts';
import {
  applyConfiguration,
  type ApplySurroundings,
  type Applied,
  type ConfigurationChange,
} from '../integration/apply-configuration.ts';
import { exportConfiguration } from '../integration/export-configuration.ts';
import { IntegrationFile, readIntegrationFile, type Section, sections } from '../integration/integration-file.ts';
import { nearest, schemaFaults } from '../schema-faults.ts';
import { operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { UnitPath } from './schemas.ts';

const Change = Type.Object({
  kind: Type.String({ examples: ['templates'] }),
  name: Type.String(),
  change: Type.String({ description: 'created, updated, unchanged or removed.' }),
  differences: Type.Array(
    Type.Object({ path: Type.String(), before: Type.Optional(Type.Unknown()), after: Type.Optional(Type.Unknown()) }),
  ),
});

export const AppliedWire = Type.Object(
  {
    changes: Type.Array(Change),
    secrets: Type.Array(Type.String(), { description: 'Names of the secrets that were given.' }),
    warnings: Type.Array(Type.String(), { description: 'What is missing before messages can go out.' }),
  },
  { description: 'What was changed, or with `dryRun` would be.' },
);

/** What may stand beside a file. */
const beside = {
  secrets: Type.Optional(
    Type.Record(Type.String({ pattern: '^[A-Za-z0-9._-]{1,80}$' }), Type.String({ maxLength: 20_000 }), {
      additionalProperties: false,
      description: 'Values by name; they are sealed at once and never shown again.',
    }),
  ),
  dryRun: Type.Optional(Type.Boolean({ description: 'Say what would change, and change nothing.' })),
  prune: Type.Optional(Type.Boolean({ description: 'Remove what is not named, in those sections that the file has.' })),
  reason: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Why: stands with the versions. Needed where a golden record of a template comes out differently.',
    }),
  ),
};
const Beside = Type.Object(beside, { additionalProperties: false });
const { secrets: _inBodiesOnly, ...inQuery } = beside;

const shownFile = Type.Unsafe<Record<string, unknown>>({
  ...IntegrationFile,
  examples: [{ dictionaries: [{ name: 'pohodaType', entries: { 'INVOICE.SALES': 'issuedInvoice' } }] }],
});

export const applyFile = operation({
  id: 'applyIntegrationFile',
  tag: 'Configuration',
  summary: 'Brings the configuration to what an integration file says, as a whole or not at all.',
  description:
    'The body is `{file, secrets, dryRun, prune}`, or the file itself with `secrets`, `dryRun` and `prune` beside its sections; JSON, or YAML with the content type application/yaml. Objects that the file does not name stay as they are, unless `prune` asks otherwise. Applying the same file again changes nothing. All faults are answered at once. `secrets` gives values by name; they are sealed at once and never shown again.',
  params: UnitPath,
  query: Type.Object(inQuery, { additionalProperties: false }),
  body: Type.Record(Type.String(), Type.Unknown()),
  bodyShown: Type.Union([
    Type.Object({ file: shownFile, ...beside }, { additionalProperties: false }),
    Type.Object(
      { ...IntegrationFile.properties, ...beside },
      { additionalProperties: false, description: 'The file itself.' },
    ),
  ]),
  takesYaml: true,
  answers: { 200: AppliedWire },
  refusals: ['invalid-body', 'invalid-configuration'],
  handle: async ({ parts, caller, body, query }) => {
    const {
      file,
      secrets = {},
      dryRun = query.dryRun,
      prune = query.prune,
      reason = query.reason,
    } = readApplyBody(body);
    const { objects, faults, unreadable } = readIntegrationFile(file);
    const named = sections.filter((section) => Object.hasOwn(file, section));
    const change = {
      objects,
      form: { faults, unreadable },
      secrets,
      dryRun: dryRun === true,
      ...(reason === undefined ? {} : { reason }),
      // Names that could not be read would be missing, and so seem to be removed.
      prune: prune === true && faults.length === 0 ? named : [],
    };
    return { body: await apply(parts, caller, change) };
  },
});

interface ApplyBody extends Static<typeof Beside> {
  readonly file: Readonly<Record<string, unknown>>;
}

/** The file itself is judged by the handler: its faults are named by their places in the file, as `templates[0].body`. */
function readApplyBody(body: Readonly<Record<string, unknown>>): ApplyBody {
  const isWrapped = Object.hasOwn(body, 'file');
  const names = Object.keys(beside);
  const rest = Object.fromEntries(
    Object.entries(body).filter(([name]) => (isWrapped ? name !== 'file' : names.includes(name))),
  );
  const bare = Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
  const faults: Fault[] = schemaFaults(Beside, rest);
  const file = isWrapped ? body['file'] : bare;
  if (typeof file !== 'object' || file === null || Array.isArray(file))
    faults.unshift({
      path: 'file',
      message: 'An integration file is needed here: an object with connections, templates and the like.',
    });
  if (Object.keys(body).length === 0)
    faults.push({ message: 'Send an integration file: connections, dictionaries, templates, triggers.' });
  if (faults[0] !== undefined)
    refuse(
      'invalid-body',
      `The body has a fault${faults[0].path === undefined ? '' : ` at ${faults[0].path}`}: ${faults[0].message}`,
      faults,
    );
  return { ...(rest as Static<typeof Beside>), file: file as ApplyBody['file'] };
}

/** Applies a change and tells everybody who has the old configuration in memory. */
export async function apply(parts: ApiParts, caller: Caller, change: ConfigurationChange): Promise<Applied> {
  return parts.database.transaction((transaction) => applyIn(transaction, parts, caller, change));
}

/** The same within a transaction that has looked at something first. */
export async function applyIn(
  transaction: Transaction,
  parts: ApiParts,
  caller: Caller,
  change: ConfigurationChange,
): Promise<Applied> {
  const surroundings: ApplySurroundings = {
    unitId: caller.unitId,
    caller,
    keys: parts.keys,
    egressRanges: parts.egressRanges,
  };
  const applied = await applyConfiguration(transaction, surroundings, change);
  if (change.dryRun !== true) transaction.afterCommit(() => parts.changed(caller.unitId));
  return applied;
}

export const exportFile = operation({
  id: 'exportIntegrationFile',
  tag: 'Configuration',
  summary: 'Gives the configuration as an integration file.',
  description: 'Applied elsewhere, it makes the same. Secrets are not in it; their placeholders are.',
  params: UnitPath,
  query: Type.Object(
    {
      section: Type.Optional(
        Type.Array(Type.String({ examples: ['connections'] }), {
          description: `Only these, several times or split by commas: ${sections.join(', ')}.`,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: { 200: IntegrationFile },
  handle: async ({ parts, caller, query: { section } }) => {
    const chosen = section?.flatMap((text) => text.split(',')).map(readSection) ?? sections;
    return { body: await exportConfiguration(parts.database, caller.unitId, chosen) };
  },
});

function readSection(name: string): Section {
  const found = sections.find((section) => section === name.trim());
  if (found !== undefined) return found;
  const near = nearest(name, sections);
  const message = `There is no section ${JSON.stringify(name)}. ${near === undefined ? `There are ${sections.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`}`;
  return refuse('invalid-parameter', message, [{ path: 'section', message }]);
}
