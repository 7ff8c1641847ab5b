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

/**
 * What a route asks of its caller. `nobody`: it is open to everyone; `anyone`: a token, and the record's rules decide the rest; `configurator`: the group
 * Configurator or Administrators; `administrator`: the group Administrators; `operator-page`: a configurator, or a call from this machine without a token.
 */
export type Need = 'nobody' | 'anyone' | 'configurator' | 'administrator' | 'operator-page';

/** Refuses a caller who is not in a group that the route asks for. */
export function requireRole(caller: Caller, need: Need): void {
  if (need === 'administrator' && !caller.administrator) {
    refuse('forbidden', `Only members of the group ${administrators} may do this.`);
  }
  const configures = caller.administrator || caller.groups.includes(configurators);
  if ((need === 'configurator' || need === 'operator-page') && !configures) {
    refuse('forbidden', `Only members of the groups ${configurators} and ${administrators} may do this.`);
  }
}
