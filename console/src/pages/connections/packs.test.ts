import { expect, test } from 'vitest';
import { beginSettings, fileOf, readPacks } from './packs.ts';
import { packFiles } from './pack-files.ts';

const packs = readPacks(packFiles);

test('every pack of the repository is read, with the texts of its files in their places', () => {
  expect(packs.map(({ name }) => name).sort()).toEqual(
    ['abra-flexi', 'generic-csv', 'generic-json', 'isdoc', 'pohoda', 'turnstile-xml', 'ubl-peppol'].sort(),
  );
  const pohoda = packs.find(({ name }) => name === 'pohoda');
  expect(pohoda?.file['templates']?.[0]).toMatchObject({ body: expect.stringContaining('<dat:dataPack') as string });
  expect(JSON.stringify(packs)).not.toContain('{"file":');
});

test('what a person sets goes into the pack, and its triggers begin as chosen', () => {
  const pohoda = packs.find(({ name }) => name === 'pohoda');
  if (pohoda === undefined) throw new Error('the pack pohoda is gone');
  const begun = beginSettings(pohoda);
  expect(begun).toMatchObject({ addresses: { pohoda: '' }, usernames: { pohoda: 'gangway' }, mode: 'watch' });
  const file = fileOf(pohoda, {
    ...begun,
    addresses: { pohoda: 'http://10.0.0.5:8090' },
    usernames: { pohoda: 'Admin' },
    constants: { pohoda: { ico: '87654321' } },
  });
  expect(file['connections']?.[0]).toMatchObject({
    url: 'http://10.0.0.5:8090',
    authentication: { kind: 'basic', header: 'STW-Authorization', username: 'Admin', password: '{{secret:pohoda}}' },
    constants: { ico: '87654321', reverseCharge: 'UDdodEU' },
  });
  expect(file['triggers']?.every(({ mode }) => mode === 'watch')).toBe(true);
});
