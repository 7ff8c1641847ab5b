import type { Person } from '../access/sessions/oidc.ts';
import { OidcFailure } from '../access/sessions/oidc.ts';
import { readSignInUser, type SignInUser } from '../access/sessions/user-store.ts';
import { readConfiguration, readUnitIds } from '../configuration/store.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { systemActor } from '../records/create-unit.ts';
import { saveRecord } from '../records/save-record.ts';
import type { InputFields, RecordRow } from '../records/types.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import type { ApiParts } from './parts.ts';

/**
 * The user that a person of the provider is from now on: one who is there, or a new one, with the groups that the provider tells. Of its groups only those count that the unit has;
 * a value that means nothing here gives nothing. The last administrator stays one, whatever the provider says.
 */
export async function bringInPerson(
  transaction: Transaction,
  parts: ApiParts,
  { person, found }: { readonly person: Person; readonly found: SignInUser | undefined },
): Promise<SignInUser> {
  const unitId = found?.unitId ?? (await readUnitIds(transaction))[0] ?? 0;
  const groups = person.groups && (await knownGroups(transaction, unitId, person.groups));
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

async function knownGroups(transaction: Transaction, unitId: number, told: readonly string[]): Promise<string[]> {
  const names = (await readConfiguration(transaction, unitId, 'groups')).map(({ name }) => name);
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
