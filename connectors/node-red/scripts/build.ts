import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Makes dist/, what Node-RED loads: one file for the runtime, which has the SDK in it, one for the editor, and the icon beside them. */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
buildSync({
  entryPoints: [join(root, 'src/gangway.ts')],
  outfile: join(dist, 'gangway.js'),
  ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'warning' },
});
const pages = globSync('src/gangway-*.html', { cwd: root }).sort();
// The configuration node comes first: the others use what its part defines.
pages.sort((one, other) => Number(other.includes('server')) - Number(one.includes('server')));
writeFileSync(join(dist, 'gangway.html'), pages.map((page) => readFileSync(join(root, page), 'utf8')).join('\n'));
cpSync(join(root, 'icons'), join(dist, 'icons'), { recursive: true });
