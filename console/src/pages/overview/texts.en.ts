import { countEn } from '../../texts/language.ts';

const messages = (count: number): string => countEn(count, 'message');

export const overviewEn = {
  range: { label: 'Time range', '24h': '24 hours', '7d': '7 days', '30d': '30 days' },
  calm: 'Nothing needs you now.',
  needs: {
    title: 'Needs a person',
    refused: (count: string, where: string) => `${count} refused by ${where}`,
    failed: (count: string, where: string) => `${count} failed to reach ${where}`,
    unknown: (count: string, where: string) => `${count} with an unknown answer of ${where}`,
    brake: (count: string, trigger: string) => `${count} held by the brake of ${trigger}`,
    failing: (where: string) => `${where} does not answer`,
    paused: (where: string) => `${where} is paused`,
    unassigned: (count: string) => `Passes that belong to nobody: ${count}`,
    alert: (count: string) => `Open alerts: ${count}`,
    copy: 'This database is a copy; nothing is sent until an administrator confirms it',
    look: 'See',
  },
  figures: {
    delivered: 'Delivered today',
    usual: (count: string) => `usual by now: ${count}`,
    waiting: 'On the way',
    held: 'Held',
    lag: 'Lag',
    lagAbout: 'how long the oldest message has been due',
    failed: (range: string) => `Failed or refused, ${range}`,
  },
  connections: {
    title: 'Connections',
    none: 'No connection yet',
    noneHow:
      'A connection is an address that Gangway sends to: an accounting server, an e-invoicing network, a service of yours.',
    add: 'Create a connection',
    states: { ok: 'Works', failing: 'Failing', paused: 'Paused', idle: 'Never used' },
    columns: {
      name: 'Connection',
      state: 'State',
      flow: 'Flow',
      sent: 'Delivered',
      waiting: 'Waiting',
      failed: 'Failed',
      speed: 'Answer time',
    },
    speed: (half: string, most: string) => `${half}, slowest ${most}`,
    webhook: (id: string) => `Webhook …${id}`,
    last: 'last success',
  },
  flow: {
    label: (name: string) => `Flow of ${name}`,
    summary: (delivered: number, refused: number, failed: number) =>
      `${messages(delivered)} delivered, ${refused} refused, ${failed} failed attempts`,
    delivered: 'Delivered',
    refused: 'Refused',
    failed: 'No usable answer',
    all: 'All connections',
  },
  checklist: {
    title: 'To the first delivered invoice',
    about: 'Five steps; each one takes about a minute.',
    done: 'Done',
    steps: {
      connection: ['Create a connection', 'Where to: the address of the accounting system, and how to sign in there.'],
      template: ['Write a template', 'What: the message that the other side expects. Packs bring ready ones.'],
      trigger: ['Switch a trigger on', 'When: an invoice is approved, or marked EXPORT READY.'],
      record: ['Have an invoice', 'Bring one in by the API, or write one here.'],
      delivered: ['See it delivered', 'Approve the invoice and watch it go.'],
    },
    go: 'Begin',
  },
};
