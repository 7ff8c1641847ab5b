import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import type { Caller } from '../access/caller.ts';
import { administrators } from '../access/groups.ts';
import { hashToken, newToken, tokenBytes } from '../access/token.ts';
import { findUser, insertToken, listTokens, revokeToken } from '../access/token-store.ts';
import { parseRange } from '../address-range.ts';
import { newId } from '../database/uuid.ts';
import { type Fault, Refusal, refuse } from '../errors.ts';
import { operation } from './operation.ts';
import { defaultLimit, IdPath, Moment, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

const shown = {
  id: Type.String(),
  name: Type.String(),
  userId: Type.Integer(),
  ipRanges: Type.Array(Type.String()),
  methods: OrNull(Type.Array(Type.String())),
  paths: OrNull(Type.Array(Type.String())),
  expiresAt: OrNull(Moment),
};
const TokenWire = Type.Object({
  ...shown,
  createdAt: Moment,
  createdBy: Type.String(),
  lastUsedAt: OrNull(Moment),
  revokedAt: OrNull(Moment),
});

export const listTokensOperation = operation({
  id: 'listTokens',
  tag: 'Access',
  summary: 'Lists tokens, the newest first, without the tokens themselves.',
  params: UnitPath,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answers: { 200: PageOf(TokenWire, 'Tokens, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor } }) => {
    const rows = await listTokens(parts.database, caller.unitId, { limit: limit + 1, before: cursor });
    return { body: pageOf(rows, limit) };
  },
});

export const createToken = operation({
  id: 'createToken',
  tag: 'Access',
  summary: 'Makes a token that acts as one user, and answers it once.',
  description:
    'Only its hash is stored. It can be used from the given addresses only, and where methods or paths are named, for those only.',
  params: UnitPath,
  body: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200, examples: ['turnstile at the gate'] }),
      userId: Type.Optional(Type.Integer({ minimum: 1, description: 'The user that it acts as; default: you.' })),
      login: Type.Optional(Type.String({ description: 'The login of the user, instead of the id.' })),
      ipRanges: Type.Array(Type.String({ examples: ['10.0.5.0/24'] }), {
        minItems: 1,
        maxItems: 100,
        description: 'Addresses and ranges from which it may be used.',
      }),
      methods: Type.Optional(
        Type.Array(Type.String({ pattern: '^[A-Z]{1,20}$', examples: ['POST'] }), { minItems: 1, maxItems: 20 }),
      ),
      paths: Type.Optional(
        Type.Array(Type.String({ pattern: '^/', maxLength: 500, examples: ['/rest/v1/1/time'] }), {
          minItems: 1,
          maxItems: 100,
          description: '* stands for one part of a path, ** at the end for everything below.',
        }),
      ),
      expiresAt: Type.Optional(Moment),
    },
    { additionalProperties: false },
  ),
  answers: {
    201: Type.Object(
      { ...shown, token: Type.String({ description: 'Keep it now: it is never shown again.' }) },
      { description: 'The new token.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, body }) => {
    const faults = body.ipRanges.flatMap(rangeFault);
    if (body.userId !== undefined && body.login !== undefined)
      faults.push({ path: 'login', message: 'Name the user by id or by login.' });
    if (body.expiresAt !== undefined && new Date(body.expiresAt) <= parts.now())
      faults.push({ path: 'expiresAt', message: 'This moment has passed already.' });
    if (faults.length > 0)
      throw new Refusal(
        'invalid-body',
        `The body has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults[0]?.message ?? ''}`,
        faults,
      );
    const token = newToken(randomBytes(tokenBytes));
    const user = await userFor(parts, caller, body);
    const row = {
      id: newId(),
      name: body.name,
      userId: user,
      ipRanges: body.ipRanges,
      methods: body.methods ?? null,
      paths: body.paths ?? null,
      expiresAt: body.expiresAt === undefined ? null : new Date(body.expiresAt),
    };
    await parts.database.transaction(async (transaction) => {
      await insertToken(transaction, caller.unitId, { ...row, hash: hashToken(token), createdBy: caller.name });
      const detail = { id: row.id, name: row.name, userId: user, ipRanges: row.ipRanges };
      await writeAudit(transaction, caller.unitId, { who: caller.name, what: 'token-created', detail });
    });
    return { status: 201, body: { ...row, token } };
  },
});

function rangeFault(text: string, index: number): Fault[] {
  if (parseRange(text) !== undefined) return [];
  return [
    {
      path: `ipRanges[${index}]`,
      message: `${JSON.stringify(text)} is neither an address nor a range; write 10.1.2.3 or 10.0.0.0/8.`,
    },
  ];
}

interface Named {
  readonly userId?: number;
  readonly login?: string;
}

/** Nobody makes a token for more than he may do himself: only administrators make one that acts as an administrator. */
async function userFor(
  parts: Parameters<(typeof createToken)['handle']>[0]['parts'],
  caller: Caller,
  { userId, login }: Named,
): Promise<number> {
  if (userId === undefined && login === undefined) return caller.userId;
  const user = await findUser(
    parts.database,
    caller.unitId,
    userId === undefined ? { login: login ?? '' } : { id: userId },
  );
  if (user === undefined) {
    return refuse(
      'not-found',
      `There is no user ${userId ?? JSON.stringify(login)} in unit ${caller.unitId}. Create the user first: POST /rest/v1/${caller.unitId}/users.`,
    );
  }
  if (user.groups.includes(administrators) && !caller.administrator) {
    return refuse('forbidden', 'Only administrators make tokens that act as an administrator.');
  }
  return user.id;
}

export const revokeTokenOperation = operation({
  id: 'revokeToken',
  tag: 'Access',
  summary: 'Ends a token at once.',
  params: IdPath,
  answers: { 200: Type.Object({ revoked: Type.Literal(true) }, { description: 'It is refused from now on.' }) },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => {
    await parts.database.transaction(async (transaction) => {
      const found = await revokeToken(transaction, caller.unitId, id);
      if (!found) refuse('not-found', `There is no token ${id} in unit ${caller.unitId}.`);
      await writeAudit(transaction, caller.unitId, { who: caller.name, what: 'token-revoked', detail: { id } });
    });
    return { body: { revoked: true } };
  },
});
