import type { Texts } from '../../texts/catalogue.ts';
import { countCs } from '../../texts/language.ts';
import type { overviewEn } from './texts.en.ts';

const messages = (count: number): string => countCs(count, ['zpráva doručena', 'zprávy doručeny', 'zpráv doručeno']);

export const overviewCs: Texts<typeof overviewEn> = {
  range: { label: 'Období', '24h': '24 hodin', '7d': '7 dní', '30d': '30 dní' },
  calm: 'Teď vás nic nepotřebuje.',
  needs: {
    title: 'Čeká na člověka',
    refused: (count, where) => `Odmítnuto systémem ${where}: ${count}`,
    failed: (count, where) => `Nedoručeno do ${where}: ${count}`,
    unknown: (count, where) => `Nejistá odpověď ze systému ${where}: ${count}`,
    brake: (count, trigger) => `${count} drží brzda spouštěče ${trigger}`,
    failing: (where) => `${where} neodpovídá`,
    paused: (where) => `${where} je pozastavené`,
    unassigned: (count) => `Průchody, které nikomu nepatří: ${count}`,
    alert: (count) => `Otevřená upozornění: ${count}`,
    copy: 'Tato databáze je kopie; nic se neodesílá, dokud to správce nepotvrdí',
    look: 'Zobrazit',
  },
  figures: {
    delivered: 'Dnes doručeno',
    usual: (count) => `touto dobou obvykle ${count}`,
    waiting: 'Na cestě',
    held: 'Pozdrženo',
    lag: 'Zpoždění',
    lagAbout: 'jak dlouho čeká nejstarší zpráva, která už měla odejít',
    failed: (range) => `Selhalo nebo odmítnuto, ${range}`,
  },
  connections: {
    title: 'Spojení',
    none: 'Zatím žádné spojení',
    noneHow: 'Spojení je adresa, na kterou Gangway odesílá: účetní program, síť e-faktur, vaše vlastní služba.',
    add: 'Vytvořit spojení',
    states: { ok: 'Funguje', failing: 'Selhává', paused: 'Pozastavené', idle: 'Nepoužité' },
    columns: {
      name: 'Spojení',
      state: 'Stav',
      flow: 'Průběh',
      sent: 'Doručeno',
      waiting: 'Čeká',
      failed: 'Selhalo',
      speed: 'Doba odpovědi',
    },
    speed: (half, most) => `${half}, nejdéle ${most}`,
    webhook: (id) => `Webhook …${id}`,
    last: 'naposledy úspěšně',
  },
  flow: {
    label: (name) => `Průběh: ${name}`,
    summary: (delivered, refused, failed) =>
      `${messages(delivered)}, odmítnuto ${refused}, neúspěšných pokusů ${failed}`,
    delivered: 'Doručeno',
    refused: 'Odmítnuto',
    failed: 'Bez použitelné odpovědi',
    all: 'Všechna spojení',
  },
  checklist: {
    title: 'K první doručené faktuře',
    about: 'Pět kroků, každý zabere asi minutu.',
    done: 'Hotovo',
    steps: {
      connection: ['Vytvořte spojení', 'Kam: adresa účetního programu a jak se tam přihlásit.'],
      template: ['Napište šablonu', 'Co: zpráva, kterou druhá strana čeká. Hotové jsou v balíčcích.'],
      trigger: ['Zapněte spouštěč', 'Kdy: při schválení faktury, nebo když ji někdo označí EXPORT READY.'],
      record: ['Mějte fakturu', 'Přineste ji přes API, nebo ji napište tady.'],
      delivered: ['Dívejte se, jak odchází', 'Schvalte fakturu a sledujte ji.'],
    },
    go: 'Začít',
  },
};
