import type { Outcome, Run, ValueObject } from '@gangway/language';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { fieldsOf } from '../records/field-tree.ts';
import { eventContext, loadRelated } from '../records/snapshot.ts';
import type { RecordEvent, RecordRow } from '../records/types.ts';
import {
  type CompiledMessageTemplate,
  compileMessageTemplate,
  messageScope,
  type PlacedProblem,
  withCharsetOf,
} from '../templates/compile-message-template.ts';
import type { MessageTemplate } from '../templates/template.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { type CompiledConnection, joinUrl, messageContext } from './compose-message.ts';
import { compileOwnTexts } from './live-connection.ts';
import { messageKey } from './message-key.ts';

/** A message as it would be sent, without authentication; secrets stand as their placeholders. Parts that cannot be made are absent. */
export interface PreviewedMessage {
  readonly method: string;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; on the wire it has the charset that `contentType` names. */
  readonly body: string | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly contentType: string | undefined;
  /** Every problem of every part, each with the author's line and column. */
  readonly problems: readonly PlacedProblem[];
}

/** Renders a template (saved or not) on a record as it is now; nothing is written and nothing sent. */
export async function previewMessage(
  transaction: Transaction,
  plan: UnitPlan,
  template: MessageTemplate,
  row: RecordRow,
  connectionName: string | undefined,
): Promise<PreviewedMessage> {
  const connection = connectionName === undefined ? undefined : plan.connections.get(connectionName);
  const method = template.request?.method ?? connection?.method ?? 'POST';
  const definition = plan.definitions.get(row.entity);
  const input = definition ? fieldsOf(definition, plan.definitions) : ({ kind: 'any' } as const);
  const source = withCharsetOf(connection?.charset, template);
  const compiled = compileMessageTemplate(source, messageScope(input, [...plan.dictionaries.keys()]));
  const nothing = { method, url: undefined, headers: {}, body: undefined, bytes: undefined, contentType: undefined };
  if (!compiled.ok) return { ...nothing, problems: compiled.problems };
  const event = previewEvent(row);
  const related = await loadRelated(transaction, event, plan.definitions, new Map());
  const constants = (connection?.constants ?? {}) as ValueObject;
  const about = {
    ...event,
    unitId: row.unitId,
    connection: connectionName ?? '',
    template: template.name,
    eventId: event.id,
  };
  const delivery = { id: event.id, messageKey: messageKey(about), connection: connectionName ?? '' };
  const run: Run = {
    context: messageContext(eventContext(event, related, plan), delivery, constants),
    dictionaries: Object.fromEntries([...plan.dictionaries].map(([name, { entries }]) => [name, entries])),
    ...{ now: new Date().toISOString(), seed: event.id, zone: plan.unit.zone, locale: plan.unit.locale },
  };
  const own = connection === undefined ? undefined : compileOwnTexts(connection);
  return { ...nothing, ...renderParts(compiled.value, run, own?.ok === true ? own.value : undefined) };
}

function previewEvent(row: RecordRow): RecordEvent {
  return {
    ...{ unitId: row.unitId, id: newId(), at: new Date(), kind: 'requested', names: [`${row.entity}.preview`] },
    ...{ entity: row.entity, recordId: row.id, registration: row.registration, revision: row.revision },
    ...{ userId: null, userName: 'Preview', origin: 'api', changes: {}, before: row, after: row },
  };
}

function renderParts(
  { body, url, headers, query }: CompiledMessageTemplate,
  run: Run,
  connection: CompiledConnection | undefined,
): Pick<PreviewedMessage, 'url' | 'headers' | 'body' | 'bytes' | 'contentType' | 'problems'> {
  const problems: PlacedProblem[] = [];
  const read = <T>(part: string, outcome: Outcome<T> | undefined): T | undefined => {
    if (outcome?.ok === true) return outcome.value;
    problems.push(...(outcome?.problems ?? []).map((problem) => ({ ...problem, part })));
    return undefined;
  };
  const texts = (part: 'headers' | 'query', named: typeof headers): [string, string][] =>
    named.map(({ name, text }) => [name, read(`${part}.${name}`, text.render(run)) ?? '']);
  const path = read('url', url?.render(run)) ?? '';
  const rendered = read('body', body?.render(run));
  return {
    url: joinUrl(connection?.url ?? '', path, texts('query', [...(connection?.query ?? []), ...query])),
    headers: Object.fromEntries(texts('headers', [...(connection?.headers ?? []), ...headers])),
    body: rendered?.text,
    bytes: rendered?.bytes,
    contentType: rendered?.contentType,
    problems,
  };
}
