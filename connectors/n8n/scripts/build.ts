import { cpSync, globSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Makes dist/, the package as it is published: JavaScript, types, pictures and what n8n's node panel reads. */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', root], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
for (const file of globSync(['icons/*.svg', 'nodes/*/*.node.json'], { cwd: root })) {
  cpSync(join(root, file), join(dist, file));
}
