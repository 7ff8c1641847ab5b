import type { Caller } from '../access/caller.ts';
import { isLoopbackRange, RangeList } from '../address-range.ts';
import { administrators } from '../access/groups.ts';
import { findUser } from '../access/token-store.ts';
import type { Queryable } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { CallUser, InboundCall } from './call.ts';
import type { ApiDefinition } from './definition.ts';
import { verifyBasic } from './verify-basic.ts';
import { verifySignature } from './verify-signature.ts';

/** Who was let in, and by which signature. */
export interface Admitted {
  readonly user: CallUser;
  /** undefined: the definition asks for none. */
  readonly signature: Buffer | undefined;
}

export interface Admission {
  readonly queryable: Queryable;
  readonly unitId: number;
  /** Judges the bearer token of the call; throws a Refusal. */
  readonly bearer: () => Promise<Caller>;
  /** The value of a secret; undefined: it has none. */
  readonly secret: (name: string) => string | undefined;
}

/** Whether the call comes from an address that the definition takes calls from. */
export function addressRefusal(
  { ipRanges }: Pick<ApiDefinition, 'ipRanges'>,
  { from }: Pick<InboundCall, 'from'>,
): Refusal | undefined {
  if (ipRanges === undefined) return undefined;
  if (from.passedOnByStranger && ipRanges.every(isLoopbackRange)) {
    return new Refusal(
      'forbidden',
      'This address takes calls from this machine only, and the request was passed on by a proxy that GANGWAY_TRUSTED_PROXIES does not name.',
    );
  }
  if (new RangeList(ipRanges).contains(from.address)) return undefined;
  return new Refusal(
    'forbidden',
    `This address takes no calls from ${from.address}. Add it to the definition's ipRanges.`,
  );
}

/**
 * Whose call it is, by the definition's authentication. A bearer token acts as its own user; a password or a signature proves only who calls, and the
 * definition says in whose name. Refuses with `unauthenticated` or `forbidden`, and with `definition-failed` where the definition itself lacks something.
 */
export async function admitCall(admission: Admission, source: ApiDefinition, call: InboundCall): Promise<Admitted> {
  const { authentication } = source;
  if (authentication.kind === 'token') return { user: await bearerUser(admission, source), signature: undefined };
  if (authentication.kind === 'basic') {
    const { username } = authentication;
    const password = secretOf(admission, authentication.password);
    if (!verifyBasic(call.headers['authorization'], { username, password })) {
      throw new Refusal(
        'unauthenticated',
        'The user name or password is not right. Send them as "Authorization: Basic ...".',
      );
    }
    return { user: await namedUser(admission, source), signature: undefined };
  }
  const body = typeof call.body === 'string' ? Buffer.from(call.body) : call.body;
  const signed = { method: call.method, path: call.path, headers: call.headers, body };
  const verdict = verifySignature(authentication, secretOf(admission, authentication.secret), signed, call.at);
  if (!verdict.ok) throw new Refusal('unauthenticated', verdict.sentence);
  return { user: await namedUser(admission, source), signature: verdict.digest };
}

async function bearerUser({ bearer, queryable, unitId }: Admission, { user: login }: ApiDefinition): Promise<CallUser> {
  const caller = await bearer();
  if (login !== undefined && (await findUser(queryable, unitId, { login }))?.id !== caller.userId) {
    throw new Refusal('forbidden', `This address takes only tokens of the user ${JSON.stringify(login)}.`);
  }
  const { userId, name, groups, administrator } = caller;
  return { userId, name, groups, administrator };
}

/** The user of the definition, with the groups that they have now. */
export async function namedUser(
  { queryable, unitId }: Pick<Admission, 'queryable' | 'unitId'>,
  { name, user: login = '' }: Pick<ApiDefinition, 'name' | 'user'>,
): Promise<CallUser> {
  const user = await findUser(queryable, unitId, { login });
  const why = user === undefined ? 'there is no such user' : user.isDisabled ? 'this user is disabled' : undefined;
  if (user === undefined || why !== undefined) {
    throw new Refusal(
      'definition-failed',
      `The definition ${JSON.stringify(name)} changes records as the user ${JSON.stringify(login)}, and ${why ?? ''}. Ask a configurator to name another one.`,
    );
  }
  return { userId: user.id, name: user.name, groups: user.groups, administrator: user.groups.includes(administrators) };
}

/** `{{secret:name}}` */
function secretOf({ secret }: Admission, placeholder: string): string {
  const name = secretName(placeholder);
  const value = secret(name);
  if (value !== undefined && value !== '') return value;
  throw new Refusal(
    'definition-failed',
    `The secret ${JSON.stringify(name)} of this address has no value yet. Ask a configurator to give it.`,
  );
}

export function secretName(placeholder: string): string {
  return /secret:\s*([A-Za-z0-9._-]+)/.exec(placeholder)?.[1] ?? '';
}
