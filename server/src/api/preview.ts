import { decodeText } from '@gangway/language';
import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { requireRight } from '../access/require-right.ts';
import { previewSource } from '../deliveries/preview-message.ts';
import { type Fault, Refusal, refuse } from '../errors.ts';
import { IntegrationFile, readIntegrationFile } from '../integration/integration-file.ts';
import { readable } from '../records/acl.ts';
import { readByRegistration, readRecords } from '../records/store.ts';
import type { RecordRow } from '../records/types.ts';
import { nearest } from '../schema-faults.ts';
import { checkMessage } from '../templates/check-message.ts';
import type { PlacedProblem } from '../templates/compile-message-template.ts';
import { type Dictionary, MessageTemplate, type SchemaSet } from '../templates/template.ts';
import type { Connection } from '../connections/connection.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import type { Transaction } from '../database/database.ts';
import { operation } from './operation.ts';
import { OrNull, UnitPath } from './schemas.ts';

const Body = Type.Object(
  {
    template: Type.Union(
      [Type.String({ description: 'The name of a template, or a whole one that is not saved.' }), MessageTemplate],
      {
        examples: ['invoice-to-pohoda'],
      },
    ),
    record: Type.Object(
      {
        entity: Type.String({ examples: ['documents'] }),
        id: Type.Optional(Type.Integer({ minimum: 1 })),
        registration: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
    connection: Type.Optional(
      Type.String({
        description: 'For its address, headers and constants; default: the one that a trigger sends this template to.',
      }),
    ),
    file: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        ...IntegrationFile,
        description:
          'An integration file that is not applied: its templates, dictionaries, connections and schemas are used before the saved ones.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const PlacedFault = Type.Object({
  path: Type.String(),
  message: Type.String(),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
});

const SchemaVerdictWire = Type.Object(
  {
    valid: Type.Boolean(),
    faults: Type.Array(
      Type.Object({ message: Type.String(), line: Type.Integer({ description: 'Of the message; 0: of no line.' }) }),
    ),
  },
  { description: 'Whether the message fits the XML schema that the template names; null: it names none.' },
);

export const previewOperation = operation({
  id: 'previewMessage',
  changesNothing: true,
  tag: 'Configuration',
  summary: 'Renders a template on a record, and sends nothing.',
  description:
    'Answers the request as it would be sent, without authentication and with secrets as placeholders, and every fault with line and column.',
  params: UnitPath,
  body: Body,
  answers: {
    200: Type.Object(
      {
        request: OrNull(
          Type.Object({
            method: Type.String(),
            url: Type.String(),
            headers: Type.Record(Type.String(), Type.String()),
            body: OrNull(Type.String()),
          }),
        ),
        faults: Type.Array(PlacedFault),
        schema: OrNull(SchemaVerdictWire),
      },
      { description: 'The request, or the faults that stand in its way.' },
    ),
  },
  refusals: ['not-found', 'invalid-configuration'],
  handle: async ({ parts, caller, body }) => {
    const { unitId } = caller;
    const { preview, schemas, schemaName } = await parts.database.transaction(async (transaction) => {
      const plan = overlay(await parts.plans.current(transaction, unitId), body.file);
      const template = typeof body.template === 'string' ? findTemplate(plan, body.template) : body.template;
      const row = await findRecord(transaction, caller, body.record);
      if (body.connection !== undefined) knownConnection(plan, body.connection);
      const connection = body.connection ?? connectionOf(plan, template.name);
      const source = await previewSource(transaction, plan, template, row, connection, caller);
      return { preview: source, schemas: plan.schemas, schemaName: template.schema };
    });
    if (!preview.ok) return { body: { request: null, faults: faultsOf(preview.problems), schema: null } };
    const composed = await parts.messages.start(preview.source).compose();
    if (!composed.ok) return { body: { request: null, faults: faultsOf(composed.problems), schema: null } };
    const { method, url, headers, body: bytes } = composed.message;
    const { charset = 'utf-8' } = preview.source.compiled.template?.body ?? {};
    const text = bytes === null ? null : decodeText(bytes, charset);
    const checked = schemaName !== undefined && bytes !== null ? await checkMessage(schemas, schemaName, bytes) : null;
    const schema = checked && { valid: checked.valid, faults: checked.valid ? [] : checked.faults };
    return { body: { request: { method, url, headers, body: text }, faults: [], schema } };
  },
});

const faultsOf = (problems: readonly PlacedProblem[]): Fault[] =>
  problems.map(({ part, message, line, column }) => ({ path: part, message, line, column }));

/** The plan as it would be with this file, as far as messages are concerned. */
function overlay(plan: UnitPlan, file: unknown): UnitPlan {
  if (file === undefined) return plan;
  const { objects, faults } = readIntegrationFile(file);
  if (faults.length > 0)
    throw new Refusal(
      'invalid-configuration',
      `The file has ${faults.length} faults. Each stands under errors.`,
      faults,
    );
  const over = <T>(kind: string, saved: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([
      ...saved,
      ...objects.filter((object) => object.kind === kind).map(({ name, body }): [string, T] => [name, body as T]),
    ]);
  return {
    ...plan,
    templates: over<MessageTemplate>('templates', plan.templates),
    dictionaries: over<Dictionary>('dictionaries', plan.dictionaries),
    connections: over<Connection>('connections', plan.connections),
    schemas: over<SchemaSet>('schemas', plan.schemas),
  };
}

export function findTemplate({ templates }: UnitPlan, name: string): MessageTemplate {
  const found = templates.get(name);
  if (found !== undefined) return found;
  const near = nearest(name, [...templates.keys()]);
  return refuse(
    'not-found',
    `There is no template ${JSON.stringify(name)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  );
}

export function knownConnection({ connections }: UnitPlan, name: string): void {
  if (connections.has(name)) return;
  const near = nearest(name, [...connections.keys()]);
  const sentence = `There is no connection ${JSON.stringify(name)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`;
  refuse('not-found', sentence, [{ path: 'connection', message: sentence }]);
}

/** Where the first trigger that uses the template sends it. */
export function connectionOf({ triggers }: UnitPlan, template: string): string | undefined {
  return triggers.flatMap(({ trigger }) => trigger.deliver).find((deliver) => deliver.template === template)
    ?.connection;
}

async function findRecord(
  transaction: Transaction,
  caller: Caller,
  { entity, id, registration }: { readonly entity: string; readonly id?: number; readonly registration?: string },
): Promise<RecordRow> {
  if ((id === undefined) === (registration === undefined)) {
    const message = 'Name the record by its id or by its registration.';
    refuse('invalid-body', message, [{ path: 'record.id', message }]);
  }
  const { unitId } = caller;
  requireRight(caller, entity, 'read');
  const row =
    id === undefined
      ? await readByRegistration(transaction, unitId, entity, registration ?? '')
      : (await readRecords(transaction, unitId, [{ entity, id }]))[0];
  const seen = readable(row, caller);
  if (seen !== undefined) return seen;
  return refuse(
    'not-found',
    `There is no record ${id ?? JSON.stringify(registration)} in ${entity} of unit ${unitId}.`,
  );
}
