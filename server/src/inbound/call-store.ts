import type { Queryable, Transaction } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import type { Fault } from '../errors.ts';

export type CallOutcome = 'accepted' | 'refused' | 'failed' | 'repeated';
export const callOutcomes: readonly CallOutcome[] = ['accepted', 'refused', 'failed', 'repeated'];

/** A row of table `calls`, without its bodies. */
export interface CallRow {
  readonly unitId: number;
  /** UUIDv7: its time is the time of the call. */
  readonly id: string;
  readonly definition: string;
  readonly mode: string;
  readonly outcome: CallOutcome;
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly userId: number | null;
  readonly userName: string | null;
  readonly status: number;
  readonly code: string | null;
  readonly sentence: string;
  readonly durationMs: number;
  readonly messageId: string | null;
  readonly repeatOf: string | null;
  readonly faults: readonly Fault[] | null;
  readonly results: readonly CallResult[] | null;
}

/** What became of one change that the call asked for. */
export interface CallResult {
  readonly entity: string;
  readonly do: string;
  readonly outcome: string;
  readonly id: number | null;
  readonly registration: string | null;
  readonly state: string | null;
}

/** What only one call is asked for. */
export interface CallDetail extends CallRow {
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: Buffer | null;
  readonly requestBytes: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: Buffer | null;
  readonly responseBytes: number;
}

/** What repeats and replays are known by. */
export interface CallMarks {
  readonly bodyHash: Buffer | null;
  readonly writeHash: Buffer | null;
  readonly signature: Buffer | null;
}

export async function insertCall(queryable: Queryable, call: CallDetail & CallMarks): Promise<void> {
  await queryable.query({
    name: 'insert-call',
    text: `insert into calls (unit_id, id, definition, mode, outcome, method, path, address, user_id, user_name, status, code, sentence, duration_ms,
             message_id, repeat_of, body_hash, write_hash, signature, faults, results, request, request_body, request_bytes, response, response_body,
             response_bytes)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)`,
    values: [
      ...[call.unitId, call.id, call.definition, call.mode, call.outcome, call.method, call.path, call.address],
      ...[call.userId, call.userName, call.status, call.code, call.sentence, call.durationMs],
      ...[call.messageId, call.repeatOf, call.bodyHash, call.writeHash, call.signature],
      ...[jsonOf(call.faults), jsonOf(call.results)],
      ...[JSON.stringify({ headers: call.requestHeaders }), call.requestBody, call.requestBytes],
      ...[JSON.stringify({ headers: call.responseHeaders }), call.responseBody, call.responseBytes],
    ],
  });
}

function jsonOf(list: readonly object[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}

const columns = `unit_id as "unitId", id, definition, mode, outcome, method, path, address, user_id as "userId", user_name as "userName", status, code,
  sentence, duration_ms as "durationMs", message_id as "messageId", repeat_of as "repeatOf", faults, results`;

export interface CallFilter {
  readonly limit: number;
  readonly definition?: string;
  readonly outcomes?: readonly CallOutcome[];
  readonly since?: Date;
  readonly until?: Date;
  readonly messageId?: string;
  readonly before?: string;
}

/** The newest first. */
export async function listCalls(queryable: Queryable, unitId: number, filter: CallFilter): Promise<CallRow[]> {
  return queryable.query<CallRow>({
    text: `select ${columns} from calls
           where unit_id = $1 and ($2::text is null or definition = $2) and ($3::text[] is null or outcome = any($3))
             and ($4::uuid is null or id >= $4) and ($5::uuid is null or id < $5) and ($6::text is null or message_id = $6)
             and ($7::uuid is null or id < $7)
           order by id desc limit $8`,
    values: [
      ...[unitId, filter.definition ?? null, filter.outcomes ?? null, idAt(filter.since), idAt(filter.until)],
      ...[filter.messageId ?? null, filter.before ?? null, filter.limit],
    ],
  });
}

function idAt(moment: Date | undefined): string | null {
  return moment === undefined ? null : firstIdAt(moment.getTime());
}

export async function readCall(queryable: Queryable, unitId: number, id: string): Promise<CallDetail | undefined> {
  const [row] = await queryable.query<CallDetail>({
    name: 'read-call',
    text: `select ${columns}, request -> 'headers' as "requestHeaders", request_body as "requestBody", request_bytes as "requestBytes",
             response -> 'headers' as "responseHeaders", response_body as "responseBody", response_bytes as "responseBytes"
           from calls where unit_id = $1 and id = $2`,
    values: [unitId, id],
  });
  return row;
}

/**
 * Holds back everybody else who has the same message or signature, or looks for the same record, until the transaction ends. A row cannot: it is not there
 * yet. Statements that come later see what the other one has written.
 */
export async function lockMark(transaction: Transaction, unitId: number, mark: string): Promise<void> {
  await transaction.query({
    name: 'lock-call-mark',
    text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
    values: [`call/${unitId}/${mark}`],
  });
}

/** Whether a call with this signature was kept since then; earlier ones are too old by their time of sending. */
export async function isSignatureUsed(
  queryable: Queryable,
  unitId: number,
  definition: string,
  signature: Buffer,
  since: Date,
): Promise<boolean> {
  const rows = await queryable.query({
    name: 'find-call-signature',
    text: `select from calls where unit_id = $1 and definition = $2 and signature = $3 and id >= $4 limit 1`,
    values: [unitId, definition, signature, firstIdAt(since.getTime())],
  });
  return rows.length > 0;
}

/** The answer to a message that was accepted before. */
export interface EarlierCall extends Pick<
  CallDetail,
  'id' | 'status' | 'sentence' | 'results' | 'responseHeaders' | 'responseBody'
> {
  readonly bodyHash: Buffer | null;
  readonly writeHash: Buffer | null;
}

export async function findAccepted(
  queryable: Queryable,
  unitId: number,
  definition: string,
  messageId: string,
): Promise<EarlierCall | undefined> {
  const [row] = await queryable.query<EarlierCall>({
    name: 'find-accepted-call',
    text: `select id, status, sentence, results, body_hash as "bodyHash", write_hash as "writeHash", response -> 'headers' as "responseHeaders",
             response_body as "responseBody"
           from calls where unit_id = $1 and definition = $2 and message_id = $3 and outcome = 'accepted' and mode = 'live'
           order by id desc limit 1`,
    values: [unitId, definition, messageId],
  });
  return row;
}
