import type { Texts } from '../../texts/catalogue.ts';
import { countCs } from '../../texts/language.ts';
import type { fileEn } from './texts.en.ts';

export const fileCs: Texts<typeof fileEn> = {
  title: 'Integrační soubor',
  about: 'Celé nastavení jako jeden text: pro správu verzí, pro jinou instalaci, pro ostatní.',
  tabs: { bring: 'Přinést', give: 'Vydat' },
  bring: {
    about: 'Vložte soubor, nebo ho vyberte. Nic se nezmění, dokud neuvidíte, co by se změnilo.',
    text: 'Integrační soubor, YAML nebo JSON',
    choose: 'Vybrat soubor',
    check: 'Ukázat, co se změní',
    prune: 'Odebrat, co soubor nejmenuje',
    pruneAbout: 'Jen v těch oddílech, které soubor má.',
    secrets: 'Chybějící tajemství',
    secretsAbout:
      'Soubor na ně odkazuje a tady nemají hodnotu. Zapečetí se při použití; co zůstane prázdné, lze zadat později.',
    secret: (name) => `Tajemství ${name}`,
    changes: 'Co se změní',
    apply: (count) => `Použít ${countCs(count, ['změnu', 'změny', 'změn'])}`,
    nothing: 'Není co použít',
    applied: (count) => `Použito: ${countCs(count, ['změna', 'změny', 'změn'])}.`,
    removes: (count) => `Odebere se ${countCs(count, ['objekt', 'objekty', 'objektů'])}`,
    notObject: 'Tohle není integrační soubor: čekají se oddíly jako connections a templates.',
    faults: (count) => `${countCs(count, ['chyba', 'chyby', 'chyb'])}; nic se nezměnilo.`,
    goTo: (line) => `řádek ${line}`,
    folders: 'Texty jiných souborů ({ file: … }) čte jen příkazový řádek: gangway apply.',
  },
  give: {
    about: 'Bez tajemství: soubor na ně odkazuje jménem.',
    format: 'Formát',
    download: 'Stáhnout',
    lines: (count) => countCs(count, ['řádek', 'řádky', 'řádků']),
    text: 'Nastavení této jednotky',
  },
};
