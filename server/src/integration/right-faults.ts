import { writeAudit } from '../access/audit-store.ts';
import { administrators, configurators, type Group } from '../access/groups.ts';
import { type ConfiguredGroups, configuredGroups } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import type { Fault } from '../errors.ts';
import { decisionsOf } from '../records/deciding-groups.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import type { ObjectChange } from './compare-objects.ts';
import type { Section } from './integration-file.ts';

/** An object of the configuration, as it was or as it would be. */
interface Configured {
  readonly kind: Section;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface JudgedConfiguration {
  readonly changes: readonly ObjectChange[];
  readonly before: readonly Configured[];
  readonly after: readonly Configured[];
}

/**
 * What only administrators change: ways into the company's own network (architecture, Security), what groups allow, and who may decide about records.
 * A configurator sets up the rest, and so can never give themselves or others more than they have.
 */
export function rightFaults({ changes, before, after }: JudgedConfiguration): Fault[] {
  return [
    ...changes.flatMap((change) => networkFaults(change, after)),
    ...changedGroups(before, after).map((name) =>
      administratorsOnly(`groups[${JSON.stringify(name)}].rights`, 'change what a group allows'),
    ),
    ...changedDecisions(before, after).map((name) =>
      administratorsOnly(
        `entities[${JSON.stringify(name)}]`,
        'change who may decide: transitions, the process of a type, restricted fields',
      ),
    ),
  ];
}

/** What groups allow is a right, so each change of it stands in the audit by itself. */
export async function auditGroups(
  transaction: Transaction,
  unitId: number,
  who: string,
  { before, after }: Pick<JudgedConfiguration, 'before' | 'after'>,
): Promise<void> {
  const [was, is] = [groupsIn(before), groupsIn(after)];
  for (const group of changedGroups(before, after)) {
    const detail = { group, before: was.get(group) ?? null, after: is.get(group) ?? null };
    await writeAudit(transaction, unitId, { who, what: 'group-rights-changed', detail });
  }
}

function administratorsOnly(path: string, what: string): Fault {
  return { path, message: `Only administrators ${what}. Ask one of them, or leave it as it is.` };
}

function networkFaults({ kind, name, change, differences }: ObjectChange, after: readonly Configured[]): Fault[] {
  if (kind !== 'connections' || change === 'removed') return [];
  const body = after.find((object) => object.kind === kind && object.name === name)?.body ?? {};
  const fields = change === 'created' ? Object.keys(body) : differences.map(({ path }) => /^\w+/.exec(path)?.[0] ?? '');
  return [...new Set(fields)]
    .filter((field) => field === 'allow' || field === 'proxy')
    .map((field) => administratorsOnly(`connections[${JSON.stringify(name)}].${field}`, 'set this'));
}

/** Without these two nobody could change the configuration any more. */
export function neededGroup({ kind, name }: ObjectChange): Fault[] {
  if (kind !== 'groups' || (name !== administrators && name !== configurators)) return [];
  const message = `The group ${name} is needed by Gangway itself; keep it.`;
  return [{ path: `groups[${JSON.stringify(name)}]`, message }];
}

function groupsIn(objects: readonly Configured[]): ConfiguredGroups {
  // The bodies were checked against their schema when they were read.
  return configuredGroups(objects.flatMap(({ kind, body }) => (kind === 'groups' ? [body as unknown as Group] : [])));
}

/** Groups that allow something else than before; one that allows nothing may come and go. */
function changedGroups(before: readonly Configured[], after: readonly Configured[]): string[] {
  const [was, is] = [groupsIn(before), groupsIn(after)];
  const text = (groups: ConfiguredGroups, name: string): string => sorted(groups.get(name) ?? {});
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => text(was, name) !== text(is, name));
}

/** Entities that were there before and would let others decide. */
function changedDecisions(before: readonly Configured[], after: readonly Configured[]): string[] {
  const of = (objects: readonly Configured[]) =>
    resolveDefinitions(objects.flatMap(({ kind, body }) => (kind === 'entities' ? [body] : [])));
  const is = of(after);
  return [...of(before)].flatMap(([name, definition]) => {
    const now = is.get(name);
    return now === undefined || sorted(decisionsOf(now)) === sorted(decisionsOf(definition)) ? [] : [name];
  });
}

/** As text, whatever the order of the names. */
function sorted(value: object): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
