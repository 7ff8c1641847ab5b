import type { Texts } from '../../texts/catalogue.ts';
import { countCs } from '../../texts/language.ts';
import type { integrationEn } from './texts.en.ts';

export const integrationCs: Texts<typeof integrationEn> = {
  name: 'Jméno',
  nameAbout: 'Písmena, číslice, tečky a pomlčky. Stojí v šablonách, adresách a integračním souboru a už se nemění.',
  title: 'Název',
  titleAbout: 'Pro lidi.',
  value: 'Hodnota',
  valueOf: (name) => `Hodnota ${name}`,
  settings: 'Nastavení',
  saved: (name) => `${name}: uloženo.`,
  taken: (name) => `Jméno ${name} už existuje. Zvolte jiné.`,
  discard: 'Zahodit změny',
  unsaved: 'Zatím neuloženo.',
  behind: 'Někdo jiný mezitím uložil jinou verzi. Uložením ji nahradíte.',
  usual: (value) => `jinak ${value}`,
  nobody: 'nic',
  secret: {
    unchanged: 'Beze změny',
    keptAs: (name) => `Uloženo jako tajemství ${name}, znovu se neukáže. Napsáním ho nahradíte.`,
    willBeKept: 'Při uložení se zapečetí a znovu se neukáže.',
    mixed: 'Odkazuje na tajemství jménem.',
  },
  remove: {
    title: (name) => `Smazat ${name}?`,
    detail: 'Dosavadní podoba zůstane mezi verzemi. Dokud ji něco potřebuje, nic se nesmaže a dozvíte se, co to je.',
    act: 'Smazat',
    done: (name) => `${name}: smazáno.`,
  },
  versions: {
    tab: 'Verze',
    title: 'Verze od nejnovější',
    version: (number) => `Verze ${number}`,
    now: 'platí',
    first: 'První uchovaná verze.',
    deleted: 'Tady byla smazána.',
    same: 'Nic se neliší.',
    whole: 'celé',
    before: 'předtím:',
    after: 'potom:',
    restore: 'Vrátit se k ní',
    restoreTitle: (number) => `Vrátit se k verzi ${number}?`,
    restoreDetail: 'Stane se nejnovější verzí. Změní se:',
  },
  applied: {
    changes: { created: 'nové', updated: 'změněné', removed: 'odebrané' },
    kinds: {
      entities: 'entita',
      groups: 'skupina',
      views: 'pohled',
      connections: 'spojení',
      dictionaries: 'slovník',
      schemas: 'schémata',
      templates: 'šablona',
      hooks: 'webhook',
      triggers: 'spouštěč',
      definitions: 'definice API',
    },
    nothing: 'Nic se nezmění: všechno tu už je.',
    unchanged: (count) => `Beze změny zůstává: ${countCs(count, ['objekt', 'objekty', 'objektů'])}.`,
  },
  flow: {
    label: (delivered, refused, failed) =>
      [
        `${delivered} doručeno`,
        ...(refused === 0 ? [] : [`${refused} odmítnuto`]),
        ...(failed === 0 ? [] : [`${failed} selhalo`]),
      ].join(', '),
    now: 'teď',
  },
  code: {
    faults: (count) => countCs(count, ['chyba', 'chyby', 'chyb']),
    keys: 'Ctrl+mezerník nabídne pole a funkce. Tabulátor odsazuje; Escape a pak tabulátor pole opustí.',
    expressionKeys: 'Ctrl+mezerník nabídne pole a funkce.',
  },
};
