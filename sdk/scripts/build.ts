import { spawnSync } from 'node:child_process';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Makes `sdk/dist`: the package as it is published, plain JavaScript with types, for every runtime. In the workspace the source itself is used, so nothing here
 * is needed to work on Gangway. Publish with `npm publish sdk/dist`.
 */
const folder = fileURLToPath(new URL('..', import.meta.url));
const dist = `${folder}dist`;

await rm(dist, { recursive: true, force: true });
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const { status } = spawnSync(process.execPath, [tsc, '-p', `${folder}tsconfig.build.json`], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
// The compiler writes .js into the code and leaves .ts in the types.
for (const name of (await readdir(dist)).filter((each) => each.endsWith('.d.ts'))) {
  const text = await readFile(`${dist}/${name}`, 'utf8');
  await writeFile(`${dist}/${name}`, text.replaceAll(/from '(\.\/[\w-]+)\.ts'/g, "from '$1.js'"));
}

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: object;
}
const own = JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as PackageFile;
const published = {
  ...{ name: own.name, version: own.version, description: own.description, license: own.license },
  ...{ type: 'module', sideEffects: false, engines: own.engines },
  exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
  ...{ main: './index.js', types: './index.d.ts' },
  files: ['*.js', '*.d.ts', 'README.md', 'LICENSE'],
  keywords: ['gangway', 'webhooks', 'integration', 'erp'],
};
await writeFile(`${dist}/package.json`, `${JSON.stringify(published, null, 2)}\n`);
await copyFile(`${folder}README.md`, `${dist}/README.md`);
await copyFile(fileURLToPath(new URL('../../LICENSE', import.meta.url)), `${dist}/LICENSE`);
