import { defaultGroups as names } from '../../access/caller.ts';

export interface GroupDefinition {
  readonly name: string;
  readonly description: string;
}

const descriptions: Readonly<Record<string, string>> = {
  Administrators: 'May do everything in the unit.',
  Configurator: 'Connections, triggers, templates, tokens.',
  Approvers: 'Approve documents.',
  Bookkeepers: 'Create and change records, send them again.',
  Devices: 'Register passes for anyone in the unit, nothing else.',
  Readers: 'Read records.',
};

/** What table `configuration` holds of the groups that every unit begins with, under kind `groups`. */
export const defaultGroups: readonly GroupDefinition[] = names.map((name) => ({
  name,
  description: descriptions[name] ?? '',
}));
