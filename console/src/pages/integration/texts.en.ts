import { countEn } from '../../texts/language.ts';

/** Words that all pages of integrations use. */
export const integrationEn = {
  name: 'Name',
  nameAbout:
    'Letters, digits, dots and dashes. It stands in templates, addresses and the integration file, and stays as it is.',
  title: 'Title',
  titleAbout: 'For people.',
  value: 'Value',
  valueOf: (name: string) => `Value of ${name}`,
  settings: 'Settings',
  saved: (name: string) => `${name} is saved.`,
  taken: (name: string) => `There is one named ${name} already. Choose another name.`,
  discard: 'Discard changes',
  unsaved: 'Not saved yet.',
  behind: 'Somebody else has saved another version meanwhile. Saving replaces it.',
  usual: (value: string) => `${value} unless given`,
  nobody: 'none',
  secret: {
    unchanged: 'Unchanged',
    keptAs: (name: string) => `Kept as the secret ${name} and never shown again. Type to replace it.`,
    willBeKept: 'It is sealed when you save and never shown again.',
    mixed: 'Refers to a secret by name.',
  },
  remove: {
    title: (name: string) => `Delete ${name}?`,
    detail:
      'What it was stays among its versions. While something else needs it, nothing is deleted and you are told what.',
    act: 'Delete',
    done: (name: string) => `${name} is deleted.`,
  },
  versions: {
    tab: 'Versions',
    title: 'Versions, the newest first',
    version: (number: number) => `Version ${number}`,
    now: 'in force',
    first: 'The first version that is kept.',
    deleted: 'It was deleted here.',
    same: 'Nothing differs.',
    whole: 'all of it',
    before: 'before:',
    after: 'after:',
    restore: 'Go back to it',
    restoreTitle: (number: number) => `Go back to version ${number}?`,
    restoreDetail: 'It becomes the newest version. This changes:',
  },
  applied: {
    changes: { created: 'new', updated: 'changed', removed: 'removed' },
    kinds: {
      entities: 'entity',
      groups: 'group',
      views: 'view',
      connections: 'connection',
      dictionaries: 'dictionary',
      schemas: 'schemas',
      templates: 'template',
      hooks: 'webhook',
      triggers: 'trigger',
      definitions: 'API definition',
    },
    nothing: 'Nothing changes: everything is here already.',
    unchanged: (count: number) =>
      `${countEn(count, 'object')} in it ${count === 1 ? 'stays' : 'stay'} as ${count === 1 ? 'it is' : 'they are'}.`,
  },
  flow: {
    label: (delivered: number, refused: number, failed: number) =>
      [
        `${delivered} delivered`,
        ...(refused === 0 ? [] : [`${refused} refused`]),
        ...(failed === 0 ? [] : [`${failed} failed`]),
      ].join(', '),
    now: 'now',
  },
  code: {
    faults: (count: number) => countEn(count, 'fault'),
    keys: 'Press Ctrl+Space for fields and functions. Tab indents; Escape and then Tab leaves.',
    expressionKeys: 'Ctrl+Space offers fields and functions.',
  },
};
