/** Groups that every unit begins with (architecture.md). Stored in table `configuration`, kind `groups`. */
export const defaultGroups: readonly { readonly name: string; readonly title: string; readonly description: string }[] =
  [
    { name: 'Administrators', title: 'Administrators', description: 'May do everything in the unit.' },
    { name: 'Configurator', title: 'Configurator', description: 'Connections, triggers, templates, tokens.' },
    { name: 'Approvers', title: 'Approvers', description: 'Approve documents.' },
    { name: 'Bookkeepers', title: 'Bookkeepers', description: 'Create and change records, send them again.' },
    { name: 'Devices', title: 'Devices', description: 'Register passes for anyone in the unit, nothing else.' },
    { name: 'Readers', title: 'Readers', description: 'Read records.' },
  ];
