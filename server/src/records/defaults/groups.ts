/** Groups that every unit begins with (architecture.md). A new unit has them in table `configuration`, kind `groups`. */
export const defaultGroups: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'Administrators', description: 'May do everything in the unit.' },
  { name: 'Configurator', description: 'Connections, triggers, templates, tokens.' },
  { name: 'Approvers', description: 'Approve documents.' },
  { name: 'Bookkeepers', description: 'Create and change records, send them again.' },
  { name: 'Devices', description: 'Register passes for anyone in the unit, nothing else.' },
  { name: 'Readers', description: 'Read records.' },
];
