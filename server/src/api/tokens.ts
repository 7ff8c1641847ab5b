import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import type { AuditWord } from '../access/audit-words.ts';
import type { Caller } from '../access/caller.ts';
import { overreach } from '../access/overreach.ts';
import { hashToken, newToken, tokenBytes } from '../access/token.ts';
import {
  findUser,
  type FoundUser,
  insertToken,
  listTokens,
  lockToken,
  readToken,
  revokeToken,
  type TokenTerms,
  updateToken,
} from '../access/token-store.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { decidingGroups } from '../records/deciding-groups.ts';
import type { UnitPlans } from '../triggers/unit-plan.ts';
import { operation } from './operation.ts';
import { defaultLimit, IdPath, Moment, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';
import { checkTerms, term } from './token-terms.ts';

const shown = {
  id: Type.String({ format: 'uuid' }),
  name: term.name,
  userId: Type.Integer({ examples: [12] }),
  ipRanges: term.ipRanges,
  methods: OrNull(term.methods),
  paths: OrNull(term.paths),
  expiresAt: OrNull(Moment),
  ratePerMinute: OrNull(term.ratePerMinute),
};
const TokenWire = Type.Object(
  {
    ...shown,
    createdAt: Moment,
    createdBy: Type.String({ examples: ['Jana Nováková'] }),
    lastUsedAt: OrNull(Moment),
    revokedAt: OrNull(Moment),
  },
  { description: 'A token, without the token itself: nobody can read that again.' },
);

export const listTokensOperation = operation({
  id: 'listTokens',
  tag: 'Access',
  summary: 'Lists tokens, the newest first, without the tokens themselves.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      userId: Type.Optional(Type.Integer({ minimum: 1, description: 'Only those that act as this user.' })),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(TokenWire, 'Tokens, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor, userId } }) => {
    const rows = await listTokens(parts.database, caller.unitId, { limit: limit + 1, before: cursor, userId });
    return { body: pageOf(rows, limit) };
  },
});

export const readTokenOperation = operation({
  id: 'readToken',
  tag: 'Access',
  summary: 'Reads what a token may do and when it was used last.',
  params: IdPath,
  answers: { 200: TokenWire },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => ({
    body: (await readToken(parts.database, caller.unitId, id)) ?? noToken(caller, id),
  }),
});

const NewTokenBody = Type.Object(
  {
    name: term.name,
    userId: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The user that it acts as; default: you.', examples: [12] }),
    ),
    login: Type.Optional(Type.String({ description: 'The login of the user, instead of the id.' })),
    ipRanges: term.ipRanges,
    methods: Type.Optional(OrNull(term.methods)),
    paths: Type.Optional(OrNull(term.paths)),
    expiresAt: Type.Optional(OrNull(Moment)),
    ratePerMinute: Type.Optional(OrNull(term.ratePerMinute)),
  },
  {
    additionalProperties: false,
    examples: [
      {
        name: 'turnstile at the gate',
        userId: 12,
        ipRanges: ['10.0.5.0/24'],
        methods: ['POST'],
        paths: ['/rest/v1/1/time'],
        ratePerMinute: 600,
      },
    ],
  },
);

export const createToken = operation({
  id: 'createToken',
  tag: 'Access',
  summary: 'Makes a token that acts as one user, and answers it once.',
  description:
    'Only its hash is stored. It can be used from the given addresses only, and where methods or paths are named, for those only. Nobody makes a token for a user who may do more than they may themselves.',
  params: UnitPath,
  body: NewTokenBody,
  answers: {
    201: Type.Object(
      {
        ...shown,
        token: Type.String({
          description: 'Keep it now: it is never shown again.',
          examples: ['gw_7Q0pU3mXbT5sYkE9aRzL2cVnW8dFhJ4G1TfPqZ'],
        }),
      },
      { description: 'The new token.' },
    ),
  },
  refusals: ['not-found', 'illegal-state'],
  handle: async ({ parts, caller, body }) => {
    const { login, userId } = body;
    const both = login !== undefined && userId !== undefined;
    checkTerms(body, parts.now(), both ? [{ path: 'login', message: 'Name the user by id or by login.' }] : []);
    const token = newToken(randomBytes(tokenBytes));
    const row = await parts.database.transaction(async (transaction) => {
      const key = userId !== undefined ? { id: userId } : login !== undefined ? { login } : { id: caller.userId };
      const user = await representedBy(transaction, parts.plans, caller, key);
      if (user.isDisabled) refuse('illegal-state', `The user ${user.login} is disabled; a token of it would not work.`);
      const made = { id: newId(), userId: user.id, ...termsOf(body) };
      await insertToken(transaction, caller.unitId, { ...made, hash: hashToken(token), createdBy: caller.name });
      await audit(transaction, caller, 'token-created', { ...made, login: user.login });
      return made;
    });
    return { status: 201, body: { ...row, token } };
  },
});

export const changeToken = operation({
  id: 'changeToken',
  tag: 'Access',
  summary: 'Changes from where, for what and until when a token is good.',
  description: 'What is not named stays; null takes a limit away. The user and the token itself stay as they are.',
  params: IdPath,
  body: Type.Object(
    {
      name: Type.Optional(term.name),
      ipRanges: Type.Optional(term.ipRanges),
      methods: Type.Optional(OrNull(term.methods)),
      paths: Type.Optional(OrNull(term.paths)),
      expiresAt: Type.Optional(OrNull(Moment)),
      ratePerMinute: Type.Optional(OrNull(term.ratePerMinute)),
    },
    { additionalProperties: false, examples: [{ ipRanges: ['10.0.5.0/24', '10.0.6.7'] }] },
  ),
  answers: { 200: TokenWire },
  refusals: ['not-found', 'illegal-state'],
  handle: async ({ parts, caller, params: { id }, body }) => {
    checkTerms(body, parts.now());
    const changed = await parts.database.transaction(async (transaction) => {
      const before = (await lockToken(transaction, caller.unitId, id)) ?? noToken(caller, id);
      if (before.revokedAt !== null) refuse('illegal-state', 'This token was revoked. Make a new one.');
      await representedBy(transaction, parts.plans, caller, { id: before.userId });
      const terms = termsOf({ ...before, ...body });
      await updateToken(transaction, caller.unitId, id, terms);
      await audit(transaction, caller, 'token-changed', { id, before: termsOf(before), after: terms });
      return { ...before, ...terms };
    });
    return { body: changed };
  },
});

export const revokeTokenOperation = operation({
  id: 'revokeToken',
  tag: 'Access',
  summary: 'Ends a token at once.',
  description:
    'Whoever may make tokens may end every one of the unit, so that one that leaked is ended by whoever hears of it.',
  params: IdPath,
  answers: { 200: Type.Object({ revoked: Type.Literal(true) }, { description: 'It is refused from now on.' }) },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => {
    await parts.database.transaction(async (transaction) => {
      const { name, userId, revokedAt } = (await lockToken(transaction, caller.unitId, id)) ?? noToken(caller, id);
      if (revokedAt !== null) return;
      await revokeToken(transaction, caller.unitId, id);
      await audit(transaction, caller, 'token-revoked', { id, name, userId });
    });
    return { body: { revoked: true } };
  },
});

function noToken({ unitId }: Caller, id: string): never {
  return refuse('not-found', `There is no token ${id} in unit ${unitId}.`);
}

/** The user that a token acts as; refused where it would let the caller do more than they may. */
async function representedBy(
  transaction: Transaction,
  plans: UnitPlans,
  caller: Caller,
  key: Parameters<typeof findUser>[2],
): Promise<FoundUser> {
  const { unitId } = caller;
  const user = await findUser(transaction, unitId, key);
  if (user === undefined) {
    const name = 'id' in key ? key.id : JSON.stringify(key.login);
    return refuse(
      'not-found',
      `There is no user ${name} in unit ${unitId}. Create the user first: POST /api/v1/${unitId}/users.`,
    );
  }
  if (user.id === caller.userId) return user;
  const { groupRights, definitions } = await plans.current(transaction, unitId);
  const sentence = overreach(caller, user, groupRights, decidingGroups(definitions));
  if (sentence !== undefined) refuse('forbidden', sentence);
  return user;
}

type Terms = Pick<TokenTerms, 'name' | 'ipRanges'> &
  Partial<Pick<TokenTerms, 'methods' | 'paths' | 'ratePerMinute'>> & { readonly expiresAt?: string | Date | null };

function termsOf(given: Terms): TokenTerms {
  const { name, ipRanges, methods = null, paths = null, expiresAt = null, ratePerMinute = null } = given;
  return { name, ipRanges, methods, paths, expiresAt: expiresAt === null ? null : new Date(expiresAt), ratePerMinute };
}

async function audit(transaction: Transaction, caller: Caller, what: AuditWord, detail: object): Promise<void> {
  await writeAudit(transaction, caller.unitId, { who: caller.name, what, detail: { ...detail } });
}
