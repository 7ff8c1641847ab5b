import { refuse } from '../errors.ts';

/** Who calls: the user of the token, in the unit of the token. It has the shape of records' Actor. */
export interface Caller {
  readonly unitId: number;
  readonly userId: number;
  readonly name: string;
  readonly groups: readonly string[];
  readonly administrator: boolean;
  readonly tokenId: string;
}

export const administrators = 'Administrators';
export const configurators = 'Configurator';
const bookkeepers = 'Bookkeepers';
const devices = 'Devices';
const readers = 'Readers';
/** The groups that every unit begins with; a unit's own ones are configuration. */
export const defaultGroups: readonly string[] = [
  administrators,
  configurators,
  'Approvers',
  bookkeepers,
  devices,
  readers,
];

/**
 * What a route asks of its caller:
 * - `nobody`: it is open to everyone.
 * - `anyone`: a good token.
 * - `reader`: any group but Devices. `writer`: any group but Devices and Readers; the rules of the record decide the rest.
 * - `bookkeeper`: Bookkeepers, Configurator or Administrators. `configurator`: Configurator or Administrators. `administrator`: Administrators.
 * - `operator-page`: a configurator, or a call from this machine without a token.
 */
export type Need =
  'nobody' | 'anyone' | 'reader' | 'writer' | 'bookkeeper' | 'configurator' | 'administrator' | 'operator-page';

/** Refuses a caller who is not in a group that the route asks for; administrators may do everything. */
export function requireRole({ groups, administrator }: Pick<Caller, 'groups' | 'administrator'>, need: Need): void {
  if (administrator || need === 'nobody' || need === 'anyone') return;
  const others = (except: readonly string[]): boolean => groups.some((group) => !except.includes(group));
  switch (need) {
    case 'reader':
      if (others([devices])) return;
      return refuse(
        'forbidden',
        `The user of this token may not read: it is in no group but ${devices}. An administrator can add it to ${readers}.`,
      );
    case 'writer':
      if (others([devices, readers])) return;
      return refuse(
        'forbidden',
        `The user of this token may not change records. An administrator can add it to ${bookkeepers}.`,
      );
    case 'bookkeeper':
      requireGroup(groups, [bookkeepers, configurators, administrators]);
      return;
    case 'configurator':
    case 'operator-page':
      requireGroup(groups, [configurators, administrators]);
      return;
    case 'administrator':
      requireGroup(groups, [administrators]);
      return;
  }
}

function requireGroup(groups: readonly string[], wanted: readonly string[]): void {
  if (wanted.some((group) => groups.includes(group))) return;
  const names =
    wanted.length === 1
      ? `the group ${wanted.join('')}`
      : `the groups ${wanted.slice(0, -1).join(', ')} and ${wanted.at(-1) ?? ''}`;
  refuse('forbidden', `Only members of ${names} may do this.`);
}
