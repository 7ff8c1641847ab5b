import type { Scrubber } from '../outbound/scrub.ts';
import type { CallUser, InboundCall } from './call.ts';
import type { CallDetail, CallMarks } from './call-store.ts';
import type { Concluded } from './receive-call.ts';

/** What is kept of a body: enough to see what was sent. */
const keptBytes = 100_000;

/** A call that has ended, with all that is known of it. */
export interface EndedCall extends Concluded {
  readonly unitId: number;
  readonly definition: string;
  readonly mode: string;
  readonly call: InboundCall;
  /** undefined: the caller was not let in. */
  readonly user: CallUser | undefined;
  readonly durationMs: number;
}

/** The row of a call: without secrets, with the first part of a long body, with none of a stranger's. The answer to an accepted message is kept as it is, for its repeats. */
export function callRecord(ended: EndedCall, scrub: Scrubber): CallDetail & CallMarks {
  const { call, answer, user, outcome, messageId } = ended;
  const bytes = typeof call.body === 'string' ? Buffer.from(call.body) : call.body;
  const repeatable = outcome === 'accepted' && messageId !== undefined;
  const answered = repeatable ? answer.body : scrub.bytes(answer.body.subarray(0, keptBytes));
  return {
    ...{ unitId: ended.unitId, id: call.id, definition: ended.definition, mode: ended.mode, outcome },
    method: call.method,
    path: storable(scrub.text(call.address)).slice(0, 2_000),
    address: call.from.address,
    userId: user?.userId ?? null,
    userName: user?.name ?? null,
    status: answer.status,
    code: ended.code ?? null,
    sentence: storable(scrub.text(ended.sentence)),
    durationMs: ended.durationMs,
    messageId: messageId ?? null,
    repeatOf: ended.repeatOf ?? null,
    faults:
      ended.faults.length === 0
        ? null
        : ended.faults.map((fault) => ({ ...fault, message: storable(scrub.text(fault.message)) })),
    results: ended.results.map(({ entity, do: doing, outcome: became, id, registration, state }) => ({
      ...{ entity, do: doing, outcome: became, id, registration, state },
    })),
    requestHeaders: storableHeaders(scrub.headers({ ...call.headers })),
    requestBody: user !== undefined && bytes.length > 0 ? Buffer.from(scrub.bytes(bytes.subarray(0, keptBytes))) : null,
    requestBytes: bytes.length,
    responseHeaders: { ...scrub.headers({ ...answer.headers }), 'content-type': answer.contentType },
    responseBody: answered.length > 0 ? Buffer.from(answered) : null,
    responseBytes: answer.body.length,
    ...ended.marks,
  };
}

function storableHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, storable(value)]));
}

/** PostgreSQL keeps neither NUL nor half a character. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
