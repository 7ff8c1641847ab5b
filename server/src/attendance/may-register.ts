import { devices } from '../access/groups.ts';
import { may, type Viewer } from '../access/rights.ts';

/**
 * Whose time may be registered. Devices register anyone in the unit. Who may change time entries could make any of them anyway. Everybody else
 * with the right to create them registers themself.
 */
export function mayRegister({ groups, rights, userId }: Viewer, wanted: number | undefined): boolean {
  return groups.includes(devices) || may(rights, 'time', 'change') || (wanted !== undefined && wanted === userId);
}
