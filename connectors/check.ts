import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Installs and checks the connectors, each a package of its own with its own lockfile: `npm ci`, then its script `check`, else `test`.
 * `node connectors/check.ts zapier make` checks these alone.
 */
const root = fileURLToPath(new URL('.', import.meta.url));
const asked = process.argv.slice(2);
const folders = readdirSync(root)
  .filter((name) => existsSync(join(root, name, 'package.json')))
  .filter((name) => asked.length === 0 || asked.includes(name));

for (const folder of folders) {
  const script = 'check' in scriptsOf(folder) ? 'check' : 'test';
  for (const words of [
    ['ci', '--no-audit', '--no-fund', '--prefer-offline'],
    ['run', '--silent', script],
  ]) {
    const startedMs = performance.now();
    const { status } = spawnSync('npm', words, { cwd: join(root, folder), stdio: 'inherit', env: environment() });
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    console.log(`connectors/${folder}: npm ${words.join(' ')}: ${status === 0 ? 'done' : 'FAILED'} in ${seconds} s`);
    if (status !== 0) process.exit(status ?? 1);
  }
}

function scriptsOf(folder: string): object {
  const { scripts = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { scripts?: object };
  return scripts;
}

/** Without what `npm run` at the root says of itself, by which the npm in the folder would believe that it is still there; registry, cache and the Node on the path stay. */
function environment(): NodeJS.ProcessEnv {
  const ofTheRoot = /^npm_(?:package_|lifecycle_|command$|config_(?:local_)?prefix$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheRoot.test(name)));
}
