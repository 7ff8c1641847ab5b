import type { Viewer } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { readable } from '../records/acl.ts';
import { fieldsOf } from '../records/field-tree.ts';
import { loadRelated, snapshotOf } from '../records/snapshot.ts';
import type { RecordEvent, RecordRow, Related } from '../records/types.ts';
import {
  compileMessageTemplate,
  messageScope,
  type PlacedProblem,
  withCharsetOf,
} from '../templates/compile-message-template.ts';
import type { MessageTemplate } from '../templates/template.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { messageKey } from './message-key.ts';
import type { MessageSource } from './message-maker.ts';
import type { MessageParts } from './message-parts.ts';
import { compileOwnTexts, type OwnTexts, ownTextsOf } from './own-texts.ts';

/** A message to be made without being sent; or why its template cannot be compiled, each problem with the author's line and column. */
export type PreviewSource =
  | { readonly ok: true; readonly source: MessageSource }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

const noConnection: OwnTexts = { url: '', method: 'POST', headers: {}, query: {} };

/** A template (saved or not) on a record as it is now, without authentication; secrets stay as their placeholders. */
export async function previewSource(
  transaction: Transaction,
  plan: UnitPlan,
  saved: MessageTemplate,
  row: RecordRow,
  connectionName: string | undefined,
  viewer: Viewer,
): Promise<PreviewSource> {
  const connection = connectionName === undefined ? undefined : plan.connections.get(connectionName);
  const template = withCharsetOf(connection?.charset, saved);
  const definition = plan.definitions.get(row.entity);
  const input = definition ? fieldsOf(definition, plan.definitions) : ({ kind: 'any' } as const);
  const compiled = compileMessageTemplate(template, messageScope(input, [...plan.dictionaries.keys()]));
  const own = connection === undefined ? noConnection : ownTextsOf(connection);
  const compiledOwn = compileOwnTexts(own);
  if (!compiled.ok || !compiledOwn.ok) return { ok: false, problems: problemsOf(compiled, compiledOwn) };
  const parts = await previewParts(transaction, plan, { template, connection: connectionName }, row, viewer);
  const ready = { template: compiled.value, connection: compiledOwn.value };
  return { ok: true, source: { unitId: row.unitId, parts, compiled: ready, definitions: plan.definitions } };
}

/** Everything that a message of the record as it is now would be made of; related records that the viewer may not see are left out. */
export async function previewParts(
  transaction: Transaction,
  plan: UnitPlan,
  through: { readonly template: MessageTemplate | null; readonly connection: string | undefined },
  row: RecordRow,
  viewer: Viewer,
): Promise<MessageParts> {
  const connection = through.connection === undefined ? undefined : plan.connections.get(through.connection);
  const event = previewEvent(row);
  const related = seenBy(viewer, await loadRelated(transaction, event, plan.definitions, new Map()));
  const template = through.template?.name ?? null;
  const to = { unitId: row.unitId, connection: through.connection ?? '', template };
  const { unitId: id, name, zone, locale } = plan.unit;
  return {
    snapshot: snapshotOf(event, related, plan),
    content: {
      connection: to.connection,
      template: through.template,
      dictionaries: Object.fromEntries([...plan.dictionaries].map(([key, { entries }]) => [key, entries])),
      constants: connection?.constants ?? {},
      unit: { id, name, zone, locale },
    },
    own: connection === undefined ? noConnection : ownTextsOf(connection),
    delivery: { id: event.id, messageKey: messageKey({ ...to, ...row, recordId: row.id, eventId: event.id }) },
    now: event.at.toISOString(),
    secrets: undefined,
    everyProblem: true,
  };
}

function problemsOf(
  template: ReturnType<typeof compileMessageTemplate>,
  connection: ReturnType<typeof compileOwnTexts>,
): PlacedProblem[] {
  const own = connection.ok ? [] : [{ part: 'connection', code: 'wrong-connection', message: connection.reason }];
  return [...(template.ok ? [] : template.problems), ...own.map((problem) => ({ ...problem, line: 1, column: 1 }))];
}

/** Related records that the viewer may not see are not there; the message itself, made for the counterparty, has them. */
function seenBy(viewer: Viewer, related: Related): Related {
  return new Map(Array.from(related, ([key, row]) => [key, readable(row ?? undefined, viewer) ?? null]));
}

function previewEvent(row: RecordRow): RecordEvent {
  return {
    ...{ unitId: row.unitId, id: newId(), at: new Date(), kind: 'requested', names: [`${row.entity}.preview`] },
    ...{ entity: row.entity, recordId: row.id, registration: row.registration, revision: row.revision },
    ...{ userId: null, userName: 'Preview', origin: 'api', changes: {}, before: row, after: row },
  };
}
