import { countEn } from '../../texts/language.ts';

export const dictionaryEn = {
  title: 'Dictionaries',
  about: 'Translations of keywords into the words of a counterparty: INVOICE.SALES becomes issuedInvoice.',
  new: 'New dictionary',
  count: (count: number) => countEn(count, 'dictionary', 'dictionaries'),
  placeholder: 'Name, keyword or translation',
  columns: { name: 'Name', entries: 'Entries', changed: 'Changed', by: 'By' },
  empty: {
    title: 'Your dictionaries appear here',
    how: 'A template asks one by ${input.type | dict(’name’)}. Begin one here, or with a pack that brings its own.',
  },
  create: 'Create',
  tabs: { entries: 'Entries', coverage: 'Coverage', versions: 'Versions' },
  entries: {
    keyword: 'Keyword',
    translation: 'Translation',
    keywordOf: (row: number) => `Keyword ${row}`,
    translationOf: (keyword: string) => `Translation of ${keyword}`,
    add: 'Add an entry',
    remove: (keyword: string) => `Remove ${keyword}`,
    paste: 'Two columns of a spreadsheet can be pasted into any field: keyword and translation.',
    pasted: (count: number) => `${countEn(count, 'entry', 'entries')} pasted.`,
    twice: 'This keyword is there twice; the last one counts.',
    filter: 'Filter the entries',
    usedBy: 'Used by',
  },
  coverage: {
    about: (examined: number, days: number) =>
      `Asked of ${countEn(examined, 'record')} that changed within the last ${countEn(days, 'day')}.`,
    incomplete: 'There are more records than were looked at.',
    missing: (count: number) => `${countEn(count, 'keyword')} without a translation`,
    whole: 'Every keyword that occurred has a translation.',
    none: 'No template asked this dictionary within this time.',
    columns: { keyword: 'Keyword', count: 'Occurred', translated: 'Translation' },
    add: (keyword: string) => `Add ${keyword}`,
    addAll: (count: number) => `Add all ${count}`,
    added: 'It stands among the entries: write its translation and save.',
    lacking: 'missing',
    templates: 'Templates that use it',
    triggers: 'Triggers that use it',
  },
};
