import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { readSignInFacts, type SignInFacts } from '../access/sessions/sign-in-facts-store.ts';
import { refuse } from '../errors.ts';
import { readable } from '../records/acl.ts';
import { saveRecord } from '../records/save-record.ts';
import { readRecords } from '../records/store.ts';
import { toWire } from '../records/to-wire.ts';
import type { InputFields, RecordRow, SaveRequest } from '../records/types.ts';
import { listUsers } from '../records/user-list-store.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import { type Answer, type Call, operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { actorOf, defaultLimit, Moment, OrNull, PageOf, UnitPath } from './schemas.ts';

const text = (description: string, example: string) =>
  Type.Optional(Type.String({ description, maxLength: 320, examples: [example] }));
const fields = {
  firstName: text('First name.', 'Jana'),
  lastName: text('Last name.', 'Nováková'),
  email: text('Unique in the unit.', 'jana@example.com'),
  badge: text('The number of the badge that a turnstile reads; unique in the unit.', '04A2B3C4'),
  personalNumber: text('The number in the payroll; unique in the unit.', '1042'),
  groups: Type.Optional(
    Type.Array(Type.String({ examples: ['Bookkeepers'] }), {
      description:
        'What the user may do comes from these. Only administrators change them, unless the unit says otherwise.',
    }),
  ),
  isDisabled: Type.Optional(Type.Boolean({ description: 'No token or session of the user is good.' })),
};
const login = Type.String({ minLength: 1, maxLength: 100, description: 'Unique in the unit.', examples: ['jana'] });

export const UserWire = Type.Object(
  {
    id: Type.Integer({ examples: [12] }),
    registration: Type.String(),
    revision: Type.Integer(),
    login,
    ...fields,
    groups: Type.Array(Type.String()),
    isDisabled: Type.Boolean(),
    createdAt: Moment,
    updatedAt: Moment,
    hasPassword: Type.Optional(Type.Boolean({ description: 'Shown to administrators.' })),
    secondFactor: Type.Optional(
      Type.Boolean({ description: 'Asked for after the password; shown to administrators.' }),
    ),
    lastSignInAt: Type.Optional(OrNull({ ...Moment, description: 'To the console; shown to administrators.' })),
  },
  {
    additionalProperties: true,
    description: 'A user: the record of the entity `users`, with every field that it has.',
  },
);

export const UserPath = Type.Object({
  ...UnitPath.properties,
  id: Type.Integer({ minimum: 1, description: 'The id of the user.', examples: [12] }),
});

export const listUsersOperation = operation({
  id: 'listUsers',
  tag: 'Access',
  summary: 'Lists users, in the order in which they were made.',
  params: UnitPath,
  query: Type.Object(
    {
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most.' })),
      cursor: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Goes on behind the page whose `nextCursor` this was.' }),
      ),
      search: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 200,
          description: 'Stands in the login, a name, the e-mail or the personal number.',
        }),
      ),
      group: Type.Optional(Type.String({ maxLength: 80, description: 'Only members of this group.' })),
      disabled: Type.Optional(Type.Boolean({ description: 'Only disabled ones, or only the others.' })),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(UserWire, 'Users.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor, ...filter } }) => {
    const wanted = { ...filter, after: cursor, limit: limit + 1 };
    const rows = await listUsers(parts.database, caller.unitId, caller, wanted);
    const shown = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? String(shown.at(-1)?.id ?? '') : null;
    const facts = await signInFactsOf(parts, caller, shown);
    const data = shown.map((row) => ({ ...userWire(row), ...facts.get(row.id) }));
    return { body: { data, nextCursor } };
  },
});

export const readUserOperation = operation({
  id: 'readUser',
  tag: 'Access',
  summary: 'Reads a user.',
  params: UserPath,
  answers: { 200: UserWire },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => {
    const { unitId } = caller;
    const [row] = await readRecords(parts.database, unitId, [{ entity: 'users', id }]);
    const seen = readable(row, caller);
    if (seen?.deletedAt !== null) refuse('not-found', `There is no user with the id ${id} in unit ${unitId}.`);
    const { body, ...answer } = answerOf(seen);
    const facts = await signInFactsOf(parts, caller, [seen]);
    return { ...answer, body: { ...(body as object), ...facts.get(id) } };
  },
});

/** How these users sign in, for administrators; the others see nothing of it. */
async function signInFactsOf(
  { database }: Pick<ApiParts, 'database'>,
  { administrator, unitId }: Pick<Caller, 'administrator' | 'unitId'>,
  rows: readonly RecordRow[],
): Promise<ReadonlyMap<number, SignInFacts>> {
  if (!administrator) return new Map();
  return readSignInFacts(
    database,
    unitId,
    rows.map(({ id }) => id),
  );
}

const refusals = ['not-found', 'invalid-record', 'already-exists', 'revision-conflict', 'illegal-state'] as const;

export const createUser = operation({
  id: 'createUser',
  tag: 'Access',
  summary: 'Creates a user.',
  description: 'The same as `POST /rest/v1/{unit}/users`, with the same rules.',
  params: UnitPath,
  body: Type.Object(
    { login, ...fields },
    {
      additionalProperties: true,
      examples: [{ login: 'gate', lastName: 'Turnstile at the gate', groups: ['Devices'] }],
    },
  ),
  exactNumbers: true,
  answers: { 201: UserWire },
  refusals,
  handle: async (call) => answerOf(await save(call, { kind: 'create', fields: call.body }), 201),
});

export const changeUser = operation({
  id: 'changeUser',
  tag: 'Access',
  summary: 'Changes the named fields of a user.',
  description:
    'What is not named stays, null clears. The last enabled administrator can neither be disabled nor taken out of the group, and only administrators change an administrator.',
  params: UserPath,
  body: Type.Record(Type.String(), Type.Unknown(), { examples: [{ badge: '04A2B3C4' }] }),
  exactNumbers: true,
  answers: { 200: UserWire },
  refusals,
  handle: async (call) => answerOf(await change(call, call.body)),
});

export const disableUser = operation({
  id: 'disableUser',
  tag: 'Access',
  summary: 'Disables a user: none of the user’s tokens and sessions is good from now on.',
  description: 'What the user did stays with the name. A change with `isDisabled: false` takes it back.',
  params: UserPath,
  answers: { 200: UserWire },
  refusals,
  handle: async (call) => answerOf(await change(call, { isDisabled: true })),
});

function change(call: Call<{ readonly id: number }>, changed: InputFields): Promise<RecordRow> {
  return save(call, { kind: 'change', key: { id: call.params.id }, fields: changed });
}

/** Through the one way by which records are saved, so that rights, groups and the last administrator are judged as everywhere. */
async function save(
  { parts, caller }: Pick<Call, 'parts' | 'caller'>,
  wanted:
    | Pick<SaveRequest & { kind: 'create' }, 'kind' | 'fields'>
    | Pick<SaveRequest & { kind: 'change' }, 'kind' | 'key' | 'fields'>,
): Promise<RecordRow> {
  const { row } = await parts.database.transaction(async (transaction) => {
    const environment = await recordEnvironment(transaction, caller.unitId, parts);
    const request = { ...wanted, entity: 'users', actor: actorOf(caller), origin: 'api' } as const;
    return saveRecord(transaction, environment, request);
  });
  return row;
}

function answerOf(row: RecordRow, status = 200): Answer {
  const location = { location: `/api/v1/${row.unitId}/users/${row.id}` };
  return { status, headers: { etag: `"${row.revision}"`, ...(status === 201 ? location : {}) }, body: userWire(row) };
}

function userWire(row: RecordRow): object {
  const { groups = [], isDisabled = false, ...fields } = toWire(row);
  return { ...fields, groups, isDisabled };
}
