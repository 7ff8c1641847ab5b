import { parseArgs } from 'node:util';
import { startAbraFlexi } from './abra-flexi/start-abra-flexi.ts';
import { serveUntilStopped } from './counterparty/serve-until-stopped.ts';

const usage = `Plays a JSON accounting server in the manner of ABRA Flexi for demonstrations and tests.

node examples/accounting-servers/abra-flexi.ts [options]

  --port NUMBER              0 (the default): any free port
  --host ADDRESS             127.0.0.1
  --user NAME:PASSWORD       gangway:gangway
  --company NAME             demo
  --vat-closed-until DATE    tax documents up to this day are refused
  --state FILE               keeps the invoices over a restart

Orders for demonstrations are at /control, see examples/accounting-servers/README.md.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    user: { type: 'string', default: 'gangway:gangway' },
    company: { type: 'string', default: 'demo' },
    'vat-closed-until': { type: 'string' },
    state: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [name = '', ...password] = values.user.split(':');
const closed = values['vat-closed-until'];
const flexi = await startAbraFlexi({
  port: Number(values.port),
  host: values.host,
  user: { name, password: password.join(':') },
  company: values.company,
  ...(closed === undefined ? {} : { vatClosedUntil: closed }),
  ...(values.state === undefined ? {} : { state: values.state }),
});
serveUntilStopped('Accounting server in the manner of ABRA Flexi (simulated)', flexi);
