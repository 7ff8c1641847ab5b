import { parseArgs } from 'node:util';
import { serveUntilStopped } from './counterparty/serve-until-stopped.ts';
import { loadSchema } from './pohoda/load-schema.ts';
import { startPohoda } from './pohoda/start-pohoda.ts';

const usage = `Plays a Pohoda mServer for demonstrations and tests.

node examples/accounting-servers/pohoda.ts [options]

  --port NUMBER              0 (the default): any free port
  --host ADDRESS             127.0.0.1
  --user NAME:PASSWORD       gangway:gangway (may import); reader:reader may not
  --ico NUMBER               12345678
  --duplicates HANDLING      answer (default) | refuse | again; the header STW-Check-Duplicity: true always means refuse
  --schemas FOLDER           with data.xsd: requests are validated
  --vat-closed-until DATE    tax documents up to this day are refused
  --delay MILLISECONDS       how long each import takes
  --state FILE               keeps the books over a restart

Orders for demonstrations are at /control, see examples/accounting-servers/README.md.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    user: { type: 'string' },
    ico: { type: 'string', default: '12345678' },
    duplicates: { type: 'string', default: 'answer' },
    schemas: { type: 'string' },
    'vat-closed-until': { type: 'string' },
    delay: { type: 'string', default: '0' },
    state: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
  process.exit(0);
}
const duplicates = (['answer', 'refuse', 'again'] as const).find((handling) => handling === values.duplicates);
if (!duplicates) {
  console.error('--duplicates must be answer, refuse or again.');
  process.exit(2);
}
const [name = '', ...password] = (values.user ?? '').split(':');
const closed = values['vat-closed-until'];
const pohoda = await startPohoda({
  port: Number(values.port),
  host: values.host,
  ico: values.ico,
  duplicates,
  delayMs: Number(values.delay),
  ...(values.user === undefined ? {} : { users: [{ name, password: password.join(':'), mayImport: true }] }),
  ...(values.schemas === undefined ? {} : { schema: loadSchema(values.schemas, 'data.xsd') }),
  ...(closed === undefined ? {} : { vatClosedUntil: closed }),
  ...(values.state === undefined ? {} : { state: values.state }),
});
serveUntilStopped('Pohoda mServer (simulated)', pohoda);
