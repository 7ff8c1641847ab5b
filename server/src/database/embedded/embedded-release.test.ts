import { expect, test } from 'vitest';
import { installedBinaries } from './binaries.ts';
import { embeddedRelease } from './embedded-release.ts';

test('the date belongs to the PostgreSQL that is installed', async () => {
  const { version } = await installedBinaries();
  expect(version.startsWith(`${embeddedRelease.version}.`), `say when ${version} came out`).toBe(true);
});
