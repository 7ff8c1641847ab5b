import type { Texts } from '../../texts/catalogue.ts';
import { countCs } from '../../texts/language.ts';
import type { accountEn } from './texts.en.ts';

export const accountCs: Texts<typeof accountEn> = {
  title: 'Váš účet',
  about: (login, groups) => `Přihlašovací jméno ${login}, skupiny: ${groups}`,
  noGroups: 'žádné',
  password: {
    title: 'Heslo',
    setAt: 'Nastaveno',
    none: 'Přihlašujete se přes jinou službu a heslo tu nemáte.',
    current: 'Dosavadní heslo',
    next: 'Nové heslo',
    rule: 'Alespoň 12 znaků. Dobré je několik slov.',
    change: 'Změnit heslo',
    changed: (ended) =>
      ended === 0
        ? 'Heslo je změněné.'
        : `Heslo je změněné. Ukončeno: ${countCs(ended, ['další přihlášení', 'další přihlášení', 'dalších přihlášení'])}.`,
  },
  second: {
    title: 'Druhý faktor',
    on: 'Po hesle se ptáme na kód z vaší aplikace.',
    off: 'S ním samotné ukradené heslo nikomu nestačí.',
    setUp: 'Nastavit druhý faktor',
    scan: 'Naskenujte v autentizační aplikaci, nebo do ní opište klíč:',
    qr: 'QR kód s klíčem pro autentizační aplikaci',
    code: 'Šest číslic, které ukazuje',
    confirm: 'Zapnout',
    codesTitle: 'Záložní kódy',
    codes:
      'Každý vás jednou pustí, když o aplikaci přijdete. Vidíte je jen teď: vytiskněte je, nebo uložte tam, kde máte hesla.',
    codesKept: 'Mám je uložené',
    copyAll: 'Kopírovat všechny',
    remove: 'Vypnout',
    removeTitle: 'Vypnout druhý faktor?',
    removeBody: 'Od té chvíle stačí samotné heslo.',
    password: 'Vaše heslo',
    removed: 'Druhý faktor je vypnutý.',
  },
  sessions: {
    title: 'Kde jste přihlášeni',
    current: 'tento prohlížeč',
    lastUsed: 'naposledy',
    since: 'od',
    end: 'Ukončit',
    ended: 'Přihlášení je ukončené.',
    ways: { password: 'heslo', oidc: 'jiná služba', invitation: 'pozvánka', 'set-up': 'nastavení' },
  },
  appearance: { title: 'Jazyk a barvy' },
};
