import { countEn } from '../../texts/language.ts';

export const fileEn = {
  title: 'Integration file',
  about:
    'Everything that is configured, as one text: to keep under version control, to take to another installation, to give to others.',
  tabs: { bring: 'Bring in', give: 'Give out' },
  bring: {
    about: 'Paste a file, or choose one. Nothing changes before you have seen what would.',
    text: 'Integration file, YAML or JSON',
    choose: 'Choose a file',
    check: 'Show what will change',
    prune: 'Remove what the file does not name',
    pruneAbout: 'Only in those sections that the file has.',
    secrets: 'Secrets that are missing',
    secretsAbout:
      'The file refers to them, and they have no value here. They are sealed when you apply; what stays empty can be given later.',
    secret: (name: string) => `Secret ${name}`,
    changes: 'What will change',
    apply: (count: number) => `Apply ${countEn(count, 'change')}`,
    nothing: 'Nothing to apply',
    applied: (count: number) => `${countEn(count, 'change')} applied.`,
    removes: (count: number) => `${countEn(count, 'object')} will be removed`,
    notObject: 'This is no integration file: sections such as connections and templates are expected.',
    faults: (count: number) => `${countEn(count, 'fault')}; nothing was changed.`,
    goTo: (line: number) => `line ${line}`,
    folders: 'Texts of other files ({ file: … }) are read by the command line only: gangway apply.',
  },
  give: {
    about: 'Without secrets: a file refers to them by name.',
    format: 'Format',
    download: 'Download',
    lines: (count: number) => countEn(count, 'line'),
    text: 'Configuration of this unit',
  },
};
