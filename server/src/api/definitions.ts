import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { type Fault, Refusal, refuse } from '../errors.ts';
import type { ChangeResult } from '../inbound/change-result.ts';
import { namedUser } from '../inbound/admit-call.ts';
import type { CallUser, InboundAnswer } from '../inbound/call.ts';
import { type CompiledDefinition, compileDefinition, type PlacedProblem } from '../inbound/compile-definition.ts';
import { ApiDefinition, callParts } from '../inbound/definition.ts';
import { previewCall, type PreviewedCall } from '../inbound/preview-call.ts';
import type { ReadChange } from '../inbound/read-verdict.ts';
import { callOf } from '../inbound/written-call.ts';
import { IntegrationFile, readIntegrationFile } from '../integration/integration-file.ts';
import { mayReadRecord } from '../records/acl.ts';
import { nearest } from '../schema-faults.ts';
import type { Dictionary } from '../templates/template.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { shownBody } from './body-text.ts';
import { FaultSchema } from './describe-route.ts';
import { type Call, operation } from './operation.ts';
import { plainJson } from './plain-json.ts';
import { actorOf, NamePath, OrNull } from './schemas.ts';

const PreviewBody = Type.Object(
  {
    definition: Type.Optional({ ...ApiDefinition, description: 'One that is not saved, instead of the saved one.' }),
    file: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        ...IntegrationFile,
        description:
          'An integration file that is not applied: its definitions and dictionaries go before the saved ones.',
      }),
    ),
    ...callParts,
    bodyBase64: Type.Optional(
      Type.String({
        description: 'The bytes of the body, where its charset is to be tried too.',
        contentEncoding: 'base64',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ contentType: 'application/json', body: '{"badge":"B-1017","at":"2026-11-23T08:00:00+01:00"}' }],
  },
);

const Shown = Type.Unknown();
const PreviewWire = Type.Object(
  {
    outcome: OrNull(
      Type.String({ description: 'accepted, refused, failed or repeated; null: the definition has faults.' }),
    ),
    sentence: Type.String(),
    code: OrNull(Type.String()),
    format: OrNull(Type.String({ examples: ['xml'] })),
    input: { ...Shown, description: 'What templates see as `input`.' },
    messageId: OrNull(Type.String()),
    repeatOf: OrNull(Type.String({ description: 'The call with which this message was accepted already.' })),
    messages: Type.Array(Shown),
    changes: Type.Array(
      Type.Object({
        entity: Type.String(),
        do: Type.String(),
        choice: { ...Shown, description: 'Which record: by id, registration or find; null: a new one.' },
        fields: { ...Shown, description: 'As `read` has made them.' },
      }),
      { description: 'What the message asks for.' },
    ),
    results: Type.Array(
      Type.Object({
        entity: Type.String(),
        do: Type.String(),
        outcome: Type.String({ examples: ['created'] }),
        id: OrNull(Type.Integer({ description: 'Of a new record a number that is not kept.' })),
        registration: OrNull(Type.String()),
        state: OrNull(Type.String({ description: 'The status; of a pass accepted or unassigned.' })),
        record: { ...Shown, description: 'As it would be; null where you may not see it.' },
        changes: { ...Shown, description: 'Field to [before, after].' },
      }),
      { description: 'What would become of the records, as they are now.' },
    ),
    answer: OrNull(
      Type.Object({
        status: Type.Integer(),
        contentType: Type.String(),
        headers: Type.Record(Type.String(), Type.String()),
        body: OrNull(Type.String()),
        bodyEncoding: Type.Optional(Type.Literal('base64')),
      }),
    ),
    faults: Type.Array(FaultSchema, {
      description:
        'All of them. `path` is `read`, `repeat` or `answer...` for a place in a template, `write[0]...` for a field; without it line and column are those of the body.',
    }),
  },
  { description: 'What the call would do.' },
);

export const previewDefinition = operation({
  id: 'previewDefinition',
  tag: 'Inbound',
  summary: 'Tries a call on an API definition, and writes nothing.',
  description:
    'Answers what would be read, the changes that would be made of the records as they are now (in a transaction that is rolled back), the answer, and every fault with its place. `definition` may hold one that is not saved; the name in the path is then free.',
  params: NamePath,
  body: PreviewBody,
  changesNothing: true,
  answers: { 200: PreviewWire },
  refusals: ['not-found', 'invalid-configuration'],
  handle: async (call) => {
    const { parts, caller, body } = call;
    const plan = await parts.database.transaction((transaction) => parts.plans.current(transaction, caller.unitId));
    const { source, dictionaries } = chosen(call, plan);
    const compiled = compileDefinition(source, Object.keys(dictionaries));
    if (!compiled.ok) return { body: nothing('The definition has faults.', compiled.problems.map(faultOf)) };
    const bytes = body.bodyBase64 === undefined ? body.body : Buffer.from(body.bodyBase64, 'base64');
    const written = { ...body, ...(bytes === undefined ? {} : { body: bytes }) };
    const made = callOf(source, written, caller.unitId, parts.now());
    if ('fault' in made) refuse('invalid-body', made.fault, [{ path: made.field, message: made.fault }]);
    const user = await userOf(call, compiled.value);
    if (user instanceof Refusal) return { body: nothing(user.message, [{ path: 'user', message: user.message }]) };
    const { unitId, name, zone, locale } = plan.unit;
    const surroundings = { user, unit: { unitId, name, zone, locale }, dictionaries };
    const received = { definition: compiled.value, call: made, surroundings, signature: undefined };
    const previewed = await previewCall(
      parts.database,
      (transaction) => recordEnvironment(transaction, unitId, parts),
      received,
    );
    return { body: shown(previewed, caller) };
  },
});

type PreviewCall = Parameters<(typeof previewDefinition)['handle']>[0];

/** The definition of the body, of its file or the saved one, in this order. */
function chosen(
  { body, params, caller }: Pick<PreviewCall, 'body' | 'params' | 'caller'>,
  plan: UnitPlan,
): { source: ApiDefinition; dictionaries: Readonly<Record<string, Dictionary['entries']>> } {
  const { objects, faults } = body.file === undefined ? { objects: [], faults: [] } : readIntegrationFile(body.file);
  if (faults.length > 0)
    throw new Refusal(
      'invalid-configuration',
      `The file has ${faults.length} faults. Each stands under errors.`,
      faults,
    );
  const ofFile = (kind: string) => objects.filter((object) => object.kind === kind).map((object) => object.body);
  // Both were checked against their schemas.
  const all = [...plan.inbound, ...ofFile('definitions')].map((each) => each as ApiDefinition);
  const dictionaries = [...plan.dictionaries.values(), ...ofFile('dictionaries').map((each) => each as Dictionary)];
  const source = body.definition ?? all.findLast(({ name }) => name === params.name);
  const entries = Object.fromEntries(dictionaries.map((each) => [each.name, each.entries]));
  if (source !== undefined) return { source, dictionaries: entries };
  const near = nearest(
    params.name,
    all.map(({ name }) => name),
  );
  const hint = near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
  return refuse('not-found', `There is no definition ${JSON.stringify(params.name)} in unit ${caller.unitId}.${hint}`);
}

/** In whose name it would be done; with a token that is whoever tries it. */
async function userOf({ parts, caller }: Call, { source }: CompiledDefinition): Promise<CallUser | Refusal> {
  if (source.user === undefined) return { ...actorOf(caller), userId: caller.userId };
  try {
    return await namedUser({ queryable: parts.database, unitId: caller.unitId }, source);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'definition-failed') return error;
    throw error;
  }
}

function nothing(sentence: string, faults: readonly Fault[]): object {
  return {
    ...{ outcome: null, sentence, code: null, format: null, input: null, messageId: null, repeatOf: null },
    ...{ messages: [], changes: [], results: [], answer: null, faults },
  };
}

function faultOf({ part, message, line, column }: PlacedProblem): Fault {
  return { path: part, message, line, column };
}

function shown({ interpreted, concluded }: PreviewedCall, caller: Caller): object {
  const { reached } = interpreted;
  const { outcome, sentence, code, repeatOf, answer, faults, results } = concluded;
  return {
    ...{ outcome, sentence, code: code ?? null, format: reached.format ?? null, input: plainJson(reached.input) },
    ...{ messageId: reached.messageId ?? null, repeatOf: repeatOf ?? null, messages: reached.messages },
    changes: interpreted.ok ? interpreted.changes.map(shownChange) : [],
    results: outcome === 'accepted' ? results.map((result) => shownResult(result, caller)) : [],
    answer: shownAnswer(answer),
    faults,
  };
}

function shownChange({ entity, do: doing, choice, fields }: ReadChange): object {
  const { by, ...key } = choice ?? { by: undefined };
  return {
    entity,
    do: doing,
    choice: by === undefined ? null : plainJson(key),
    fields: plainJson(fields),
  };
}

/** The definition's user may see more than whoever tries it. */
function shownResult(
  { entity, do: doing, outcome, id, registration, state, record, changes }: ChangeResult,
  caller: Caller,
): object {
  const seen = record !== null && mayReadRecord({ entity, data: record }, caller);
  return {
    entity,
    do: doing,
    outcome,
    id,
    registration,
    state,
    record: seen ? record : null,
    changes: seen ? changes : null,
  };
}

function shownAnswer({ status, contentType, headers, body }: InboundAnswer): object {
  return { status, contentType, headers, ...shownBody(Buffer.from(body), { 'content-type': contentType }) };
}
