import { administrators, type Group } from '../access/groups.ts';
import { configuredGroups } from '../access/rights.ts';
import { OidcFailure, type Person } from '../access/sessions/oidc.ts';
import { readSignInUser, type SignInUser } from '../access/sessions/user-store.ts';
import { readConfiguration, readUnitIds } from '../configuration/store.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { lockAdministrators, otherAdministrators } from '../records/administrator-store.ts';
import { systemActor } from '../records/create-unit.ts';
import { saveRecord } from '../records/save-record.ts';
import type { InputFields, RecordRow } from '../records/types.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import type { ApiParts } from './parts.ts';

/**
 * The user that a person of the provider is from now on: one who is there, or a new one, with the groups that the provider tells. Of its groups only those count that the unit has;
 * a value that means nothing here gives nothing.
 */
export async function bringInPerson(
  transaction: Transaction,
  parts: ApiParts,
  { person, found }: { readonly person: Person; readonly found: SignInUser | undefined },
): Promise<SignInUser> {
  const unitId = found?.unitId ?? (await readUnitIds(transaction))[0] ?? 0;
  const groups = person.groups && (await groupsFor(transaction, unitId, person.groups, found));
  if (found !== undefined && (groups === undefined || sameNames(groups, found.groups))) return found;
  const environment = await recordEnvironment(transaction, unitId, parts);
  const common = { entity: 'users', actor: systemActor, origin: 'system' } as const;
  try {
    const { row } =
      found === undefined
        ? await saveRecord(transaction, environment, {
            ...common,
            kind: 'create',
            fields: newUser(person, groups ?? []),
          })
        : await saveRecord(transaction, environment, {
            ...common,
            ...{ kind: 'change', key: { id: found.id }, fields: { groups: groups ?? [] } },
          });
    return await present(transaction, row);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new OidcFailure('unknown-user', `The user of the provider could not be saved: ${error.message}`, {
      cause: error,
    });
  }
}

function newUser({ login, email, firstName, lastName, identity }: Person, groups: readonly string[]): InputFields {
  return {
    ...{ login: login ?? email ?? identity.subject, groups: [...groups] },
    ...(email === undefined ? {} : { email }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
  };
}

/** The last administrator stays one: nobody could give rights any more. */
async function groupsFor(
  transaction: Transaction,
  unitId: number,
  told: readonly string[],
  found: SignInUser | undefined,
): Promise<string[]> {
  const groups = await knownGroups(transaction, unitId, told);
  if (found?.groups.includes(administrators) !== true || groups.includes(administrators)) return groups;
  await lockAdministrators(transaction, unitId);
  return (await otherAdministrators(transaction, unitId, found.id)) ? groups : [administrators, ...groups];
}

async function knownGroups(transaction: Transaction, unitId: number, told: readonly string[]): Promise<string[]> {
  const objects = await readConfiguration(transaction, unitId, 'groups');
  // The bodies were checked against their schema when they were saved.
  const names = [...configuredGroups(objects.map(({ body }) => body as unknown as Group)).keys()];
  return names.filter((name) => told.includes(name)).sort();
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

async function present(transaction: Transaction, { unitId, id }: RecordRow): Promise<SignInUser> {
  const user = await readSignInUser(transaction, unitId, id);
  if (user === undefined) throw new Error('a user vanished while signing in');
  return user;
}
