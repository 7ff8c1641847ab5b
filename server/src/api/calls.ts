import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { may } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { mayReadRecord } from '../records/acl.ts';
import { readRecords } from '../records/store.ts';
import { callOutcomes, type CallOutcome, type CallRow, listCalls, readCall } from '../inbound/call-store.ts';
import { timeOfId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { shownBody } from './body-text.ts';
import { operation } from './operation.ts';
import { defaultLimit, IdPath, Moment, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';
import { FaultSchema } from './describe-route.ts';

const Text = Type.String();

const callFields = {
  id: Text,
  at: Moment,
  definition: Text,
  mode: Type.String({ description: 'live, test (nothing was written) or off.' }),
  outcome: Type.String({
    description:
      'accepted; refused: the caller can mend it; failed: the definition or Gangway is at fault, and the caller may send it again; repeated: it was accepted before.',
    examples: ['refused'],
  }),
  method: Text,
  path: Type.String({ description: 'Below /in/{unit}, with its query.' }),
  address: Type.String({ description: 'Of the caller.', examples: ['10.0.5.17'] }),
  userId: OrNull(Type.Integer({ description: 'In whose name records were changed; null: the caller was not let in.' })),
  userName: OrNull(Text),
  status: Type.Integer({ description: 'That was answered.' }),
  code: OrNull(Type.String({ description: 'The kind of problem.', examples: ['message-refused'] })),
  sentence: Type.String({ description: 'What became of it, and why.' }),
  durationMs: Type.Number(),
  messageId: OrNull(Type.String({ description: 'The caller’s own id of the message.' })),
  repeatOf: OrNull(Type.String({ description: 'The call with which the message was accepted.' })),
  results: Type.Array(
    Type.Object({
      entity: Text,
      do: Text,
      outcome: Type.String({ examples: ['created'] }),
      id: OrNull(Type.Integer()),
      registration: OrNull(Text),
      state: OrNull(Type.String({ description: 'The status; of a pass accepted or unassigned.' })),
    }),
    { description: 'What was written; of a call that was refused, what was not.' },
  ),
};
const CallWire = Type.Object(callFields, { description: 'A call.' });

const Side = Type.Object({
  headers: Type.Record(Type.String(), Type.String(), { description: 'Secrets are hidden.' }),
  body: OrNull(Type.String({ description: 'As text. The first 100,000 bytes; none of a caller who was not let in.' })),
  bodyEncoding: Type.Optional(Type.Literal('base64', { description: 'The body is no text.' })),
  bytes: Type.Integer({ description: 'How long the whole body was.' }),
});

export const CallDetailWire = Type.Object(
  {
    ...callFields,
    faults: Type.Array(FaultSchema, {
      description: 'With their places in the body, or in a template of the definition (path).',
    }),
    request: Side,
    response: Side,
  },
  { description: 'A call with what was sent and answered.' },
);

export const listCallsOperation = operation({
  id: 'listCalls',
  tag: 'Inbound',
  summary: 'Lists the calls that came in over API definitions, the newest first.',
  description: 'Also those that were refused, with the sentence that says why.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      definition: Type.Optional(Type.String({ examples: ['turnstile'] })),
      outcome: Type.Optional(
        Type.Array(Type.String({ examples: ['refused'] }), {
          description: `Only these, several times or split by commas: ${callOutcomes.join(', ')}.`,
        }),
      ),
      messageId: Type.Optional(Type.String({ maxLength: 500 })),
      since: Type.Optional({ ...Moment, description: 'At or after this moment.' }),
      until: Type.Optional({ ...Moment, description: 'Before this moment.' }),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(CallWire, 'Calls, the newest first.') },
  handle: async ({ parts, caller, query }) => {
    const { limit = defaultLimit, cursor, outcome, since, until, definition, messageId } = query;
    const rows = await listCalls(parts.database, caller.unitId, {
      limit: limit + 1,
      ...(definition === undefined ? {} : { definition }),
      ...(messageId === undefined ? {} : { messageId }),
      ...(outcome === undefined ? {} : { outcomes: readOutcomes(outcome) }),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    const { data, nextCursor } = pageOf(rows, limit);
    return { body: { data: data.map((row) => callWire(row, caller)), nextCursor } };
  },
});

function readOutcomes(given: readonly string[]): CallOutcome[] {
  return given
    .flatMap((text) => text.split(','))
    .map((name) => {
      const outcome = callOutcomes.find((each) => each === name.trim());
      if (outcome !== undefined) return outcome;
      const message = `There is no outcome ${JSON.stringify(name)}. There are ${callOutcomes.join(', ')}.`;
      return refuse('invalid-parameter', message, [{ path: 'outcome', message }]);
    });
}

export const readCallOperation = operation({
  id: 'readCall',
  tag: 'Inbound',
  summary: 'Reads a call: what was sent, what was answered, and why.',
  description: 'The answer to every call names its id in the header `Gangway-Call`.',
  params: IdPath,
  answers: { 200: CallDetailWire },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => {
    const call = await readCall(parts.database, caller.unitId, id);
    if (call === undefined) return refuse('not-found', `There is no call ${id} in unit ${caller.unitId}.`);
    const { requestHeaders, requestBody, requestBytes, responseHeaders, responseBody, responseBytes } = call;
    const withheld = (await isContentWithheld(parts.database, caller, call)) ? { body: withheldContent } : {};
    return {
      body: {
        ...callWire(call, caller),
        faults: call.faults ?? [],
        request: {
          headers: requestHeaders,
          ...shownBody(requestBody, requestHeaders),
          ...withheld,
          bytes: requestBytes,
        },
        response: {
          headers: responseHeaders,
          ...shownBody(responseBody, responseHeaders),
          ...withheld,
          bytes: responseBytes,
        },
      },
    };
  },
});

const withheldContent = 'Not shown: it holds data of a record that you may not see.';

/** A message holds what became of the records, so whoever may not see these may not see it either. */
async function isContentWithheld(database: Queryable, caller: Caller, { results }: CallRow): Promise<boolean> {
  const entries = results ?? [];
  if (entries.some(({ entity }) => !may(caller.rights, entity, 'read'))) return true;
  const keys = entries.flatMap(({ entity, id }) => (id === null ? [] : [{ entity, id }]));
  const rows = await readRecords(database, caller.unitId, keys);
  return rows.some((row) => !mayReadRecord(row, caller));
}

function callWire(row: CallRow, { rights }: Caller): object {
  const { id, definition, mode, outcome, method, path, address, userId, userName } = row;
  const { status, code, sentence, durationMs, messageId, repeatOf, results } = row;
  const written = (results ?? []).filter(({ entity }) => may(rights, entity, 'read'));
  return {
    ...{ id, at: new Date(timeOfId(id)), definition, mode, outcome, method, path, address, userId, userName },
    ...{ status, code, sentence, durationMs, messageId, repeatOf },
    results: written.map(({ entity, do: doing, outcome: became, id: recordId, registration, state }) => ({
      ...{ entity, do: doing, outcome: became, id: recordId, registration, state },
    })),
  };
}
