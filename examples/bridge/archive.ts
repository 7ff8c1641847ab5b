import { parseArgs } from 'node:util';
import { startArchive } from './archive/start-archive.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8096' }, 'filing-ms': { type: 'string', default: '500' } },
});
const archive = await startArchive({ port: Number(values.port), filingMs: Number(values['filing-ms']) });
// It speaks no HTTP; the address is written so that programs find it.
console.log(`The archive listens at http://127.0.0.1:${archive.port}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void archive.close().then(() => process.exit(0)));
}
