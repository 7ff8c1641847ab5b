import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configurationFaults } from '../../server/src/integration/check-configuration.ts';
import { readIntegrationFile } from '../../server/src/integration/integration-file.ts';
import { nothingAllowed } from '../../server/src/outbound/address-guard.ts';
import { loadPack, loadPackWithSchemas, packNames, readPackFile } from './load-pack.ts';
import { realSchema, schemasPresent } from './real-schemas.ts';

if (!schemasPresent) {
  console.log('The folder ../shared/schemas is absent: messages of the packs are not checked against XML schemas.');
}

test('there are the packs that product.md promises', () => {
  expect(packNames).toEqual(
    expect.arrayContaining(['abra-flexi', 'generic-csv', 'generic-json', 'isdoc', 'pohoda', 'ubl-peppol']),
  );
});

describe.each(packNames)('%s', (name) => {
  test('can be applied as it is', () => {
    const { objects, faults } = readIntegrationFile(loadPack(name));
    expect(faults).toEqual([]);
    expect(configurationFaults(objects, nothingAllowed.ranges)).toEqual([]);
  });

  test('holds no secret, only the names of secrets', () => {
    for (const { authentication } of loadPack(name).connections ?? []) {
      expect(JSON.stringify(authentication)).toMatch(/\{\{secret:[a-z-]+\}\}/);
    }
  });

  test('has a README that names its secrets and its constants', () => {
    expect(existsSync(new URL(`../${name}/README.md`, import.meta.url))).toBe(true);
    const readme = readPackFile(name, 'README.md');
    for (const connection of loadPack(name).connections ?? []) {
      const secrets = JSON.stringify(connection).matchAll(/\{\{secret:([a-z-]+)\}\}/g);
      for (const [, secret] of secrets) expect(readme).toContain(`\`${secret ?? ''}\``);
      for (const constant of Object.keys(connection.constants ?? {})) expect(readme).toContain(`\`${constant}\``);
    }
  });
});

test('all packs together do not use a name twice', () => {
  const names = packNames.flatMap((pack) =>
    readIntegrationFile(loadPack(pack)).objects.map(({ kind, name }) => `${kind}/${name}`),
  );
  expect(new Set(names).size).toBe(names.length);
});

/** The README's way to the check before sending: the schema files in a set, the `#` taken from the lines `schema:`. */
test.runIf(schemasPresent).each([
  ['pohoda', 'pohoda/xsd', 1],
  ['isdoc', 'isdoc', 1],
  ['ubl-peppol', 'ubl-2.1', 2],
])('%s can be applied with its schemas', (name, folder, count) => {
  const set = name === 'ubl-peppol' ? 'ubl' : name;
  const file = loadPackWithSchemas(name, { name: set, files: realSchema(folder, '').files });
  expect(file.templates?.filter(({ schema }) => schema !== undefined)).toHaveLength(count);
  const { objects, faults } = readIntegrationFile(file);
  expect(faults).toEqual([]);
  expect(configurationFaults(objects, nothingAllowed.ranges)).toEqual([]);
});
