import type { Queryable } from '../../database/database.ts';
import { findByIdentity } from './identity-store.ts';
import type { Person } from './oidc.ts';
import { findSignInUsers, readSignInUser, type SignInUser } from './user-store.ts';

/**
 * Which user a person of the provider is. Whoever has come before is known by `sub`, whatever login or address they have over there now. At the first time it is the user with
 * the same login, else the one with the same verified e-mail address; undefined: there is none.
 */
export async function matchPerson(
  queryable: Queryable,
  { identity, login, email }: Person,
): Promise<SignInUser | undefined> {
  const linked = await findByIdentity(queryable, identity);
  if (linked !== undefined) return readSignInUser(queryable, linked.unitId, linked.userId);
  const [byLogin] = login === undefined ? [] : await findSignInUsers(queryable, login, ['login']);
  if (byLogin !== undefined) return byLogin;
  const [byEmail] = email === undefined ? [] : await findSignInUsers(queryable, email, ['email']);
  return byEmail;
}
