import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startBridge } from './start-bridge.ts';

const usage = `Writes approved invoices as ISDOC files, and hands those that somebody asks for to an archive.

node examples/bridge/bridge.ts --folder FOLDER [--port 8095] [--archive 127.0.0.1:8096] [--gangway http://localhost:8080] [--unit 1]

GANGWAY_TOKEN         the token of a user who is in the group Configurator
GANGWAY_HOOK_SECRET   the secret of the hooks (whsec_...), as it was applied`;

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    port: { type: 'string', default: '8095' },
    archive: { type: 'string', default: '127.0.0.1:8096' },
    gangway: { type: 'string', default: 'http://localhost:8080' },
    unit: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const { GANGWAY_TOKEN: token, GANGWAY_HOOK_SECRET: secret } = process.env;
const { folder } = values;
if (values.help || folder === undefined || token === undefined || secret === undefined) {
  (values.help ? console.log : console.error)(usage);
  process.exit(values.help ? 0 : 2);
}
await mkdir(folder, { recursive: true });
const running = await startBridge({
  ...{ token, secret, folder, url: values.gangway, unit: Number(values.unit) },
  ...{ archive: values.archive, port: Number(values.port) },
});
console.log(`The bridge listens at http://127.0.0.1:${running.port}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.stop().then(() => process.exit(0)));
}
