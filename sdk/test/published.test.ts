import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What is published, built and packed as `npm publish` would. */
const sdk = fileURLToPath(new URL('..', import.meta.url));
const dist = join(sdk, 'dist');
let folder: string;
let tarball: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-sdk-'));
  run(process.execPath, [join(sdk, 'scripts/build.ts')]);
  run('npm', ['pack', dist, '--pack-destination', folder, '--loglevel', 'error']);
  const [name = ''] = await readdir(folder);
  tarball = await readFile(join(folder, name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(command: string, words: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stdout}${stderr}`);
}

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: dist, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test('its types are right for every way of importing it that it offers', async () => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (!result.types) throw new Error('the package has no types');
  // An ES module alone: `require` of old CommonJS programs is not offered, and the oldest resolution does not read `exports`.
  const expected = ['CJSResolvesToESM'];
  expect(result.problems.filter(({ kind }) => !expected.includes(kind))).toEqual([]);
});

const sizeOf = async (code: string): Promise<number> => {
  const entry = 'entry.js';
  const bundle = await rolldown({
    input: entry,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? entry : id === 'sdk' ? join(dist, 'index.js') : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return gzipSync(output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('')).length;
};

test('the whole of it is smaller than 12 KB, and who only verifies webhooks gets only that', async () => {
  const whole = await sizeOf(`export * from 'sdk';`);
  const verifier = await sizeOf(`export { verifyWebhook } from 'sdk';`);
  console.log(`@gangway/sdk: ${whole} bytes gzipped, ${verifier} of them to verify webhooks`);
  expect(whole).toBeLessThan(12 * 1_024);
  expect(verifier).toBeLessThan(whole / 2);
});

test('it has no dependencies, and asks nothing of the runtime that browsers and workers do not have', async () => {
  const published = JSON.parse(await readFile(join(dist, 'package.json'), 'utf8')) as Record<string, unknown>;
  for (const name of ['dependencies', 'peerDependencies', 'scripts']) expect(published).not.toHaveProperty(name);
  for (const name of (await readdir(dist)).filter((each) => each.endsWith('.js'))) {
    const code = (await readFile(join(dist, name), 'utf8')).replaceAll(/\/\*[\s\S]*?\*\//g, '');
    expect(code, name).not.toMatch(/from ["'](node:|[a-z@])|require\(|\bprocess\.|\bBuffer\b/);
  }
});
