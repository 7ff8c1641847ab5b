/** What a user may do with the records of an entity. Who may change, delete or move one may read it. */
export const rightNames = ['read', 'create', 'change', 'delete', 'transition'] as const;
export type Right = (typeof rightNames)[number];

/** Entity to rights; `*` stands for every entity that is not named beside it. */
export type GroupRights = Readonly<Record<string, readonly Right[]>>;

/** A group as it is configured. Without `rights` a group of the table below has those of the table, another one none: it is a name for approvals and acls. */
export interface Group {
  readonly name: string;
  readonly description?: string;
  readonly rights?: GroupRights;
}

export const administrators = 'Administrators';
export const configurators = 'Configurator';
export const approvers = 'Approvers';
export const bookkeepers = 'Bookkeepers';
export const devices = 'Devices';
export const readers = 'Readers';

const everything = rightNames;

/** Who writes records leaves users and business units alone: a badge or a disabled login is not bookkeeping. */
const records: GroupRights = { '*': everything, users: ['read'], agencies: ['read'] };

/** The groups that every unit begins with (architecture.md). Administrators may do everything, whatever stands here or in the configuration. */
export const defaultGroups: readonly (Group & { readonly rights: GroupRights })[] = [
  { name: administrators, description: 'May do everything in the unit.', rights: { '*': everything } },
  { name: configurators, description: 'Connections, triggers, templates, tokens.', rights: { '*': everything } },
  { name: approvers, description: 'Approve documents.', rights: records },
  { name: bookkeepers, description: 'Create and change records, send them again.', rights: records },
  {
    name: devices,
    description: 'Register passes for anyone in the unit, nothing else.',
    rights: { time: ['create'] },
  },
  { name: readers, description: 'Read records.', rights: { '*': ['read'] } },
];
