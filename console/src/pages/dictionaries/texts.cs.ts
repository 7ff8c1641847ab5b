import type { Texts } from '../../texts/catalogue.ts';
import { countCs } from '../../texts/language.ts';
import type { dictionaryEn } from './texts.en.ts';

export const dictionaryCs: Texts<typeof dictionaryEn> = {
  title: 'Slovníky',
  about: 'Překlady klíčových slov do řeči protistrany: z INVOICE.SALES je issuedInvoice.',
  new: 'Nový slovník',
  count: (count) => countCs(count, ['slovník', 'slovníky', 'slovníků']),
  placeholder: 'Jméno, klíčové slovo nebo překlad',
  columns: { name: 'Jméno', entries: 'Položky', changed: 'Změněno', by: 'Kým' },
  empty: {
    title: 'Tady budou vaše slovníky',
    how: 'Šablona se ptá pomocí ${input.type | dict(’jméno’)}. Začněte ho tady, nebo balíčkem, který si přinese vlastní.',
  },
  create: 'Vytvořit',
  tabs: { entries: 'Položky', coverage: 'Pokrytí', versions: 'Verze' },
  entries: {
    keyword: 'Klíčové slovo',
    translation: 'Překlad',
    keywordOf: (row) => `Klíčové slovo ${row}`,
    translationOf: (keyword) => `Překlad ${keyword}`,
    add: 'Přidat položku',
    remove: (keyword) => `Odebrat ${keyword}`,
    paste: 'Do kteréhokoli pole lze vložit dva sloupce z tabulky: klíčové slovo a překlad.',
    pasted: (count) => `Vloženo: ${countCs(count, ['položka', 'položky', 'položek'])}.`,
    twice: 'Toto klíčové slovo je tu dvakrát; platí poslední.',
    filter: 'Filtrovat položky',
    usedBy: 'Používá ho',
  },
  coverage: {
    about: (examined, days) =>
      `Podle ${countCs(examined, ['záznamu', 'záznamů', 'záznamů'])} změněných za posledních ${countCs(days, ['den', 'dny', 'dnů'])}.`,
    incomplete: 'Záznamů je víc, než se dalo projít.',
    missing: (count) => `Bez překladu: ${countCs(count, ['klíčové slovo', 'klíčová slova', 'klíčových slov'])}`,
    whole: 'Každé klíčové slovo, které se objevilo, má překlad.',
    none: 'V této době se slovníku žádná šablona nezeptala.',
    columns: { keyword: 'Klíčové slovo', count: 'Výskytů', translated: 'Překlad' },
    add: (keyword) => `Přidat ${keyword}`,
    addAll: (count) => `Přidat všech ${count}`,
    added: 'Je mezi položkami: doplňte překlad a uložte.',
    lacking: 'chybí',
    templates: 'Šablony, které ho používají',
    triggers: 'Spouštěče, které ho používají',
  },
};
