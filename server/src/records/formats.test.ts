import { expect, it } from 'vitest';
import { formats } from './formats.ts';

it.each<[string, readonly string[], readonly string[]]>([
  [
    'date',
    ['2026-11-23', '2024-02-29', '2000-02-29'],
    ['2026-02-29', '1900-02-29', '2026-13-01', '2026-04-31', '2026-1-1', '23.11.2026', '2026-11-23T00:00:00Z', ''],
  ],
  [
    'date-time',
    ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.123456+01:00', '2026-11-23T10:00+0100', '2026-11-23t10:00:00z'],
    ['2026-11-23T10:00:00', '2026-11-23', '2026-11-23T24:00:00Z', '2026-02-30T10:00:00Z', '2026-11-23 10:00:00Z'],
  ],
  ['moment', ['2026-11-23', '2026-11-23T10:00:00Z'], ['2026-11', 'today']],
  ['time', ['08:30', '23:59:59'], ['24:00', '8:30']],
  ['decimal', ['0', '-12.50', '1210.00'], ['+1', '1.', '.5', '1e5', '1 210', '']],
  [
    'email',
    ['jana@example.com', 'jana.nová@příklad.cz', "o'neil+x@a.b.cz"],
    ['jana', 'a@b', 'a b@c.cz', 'a@b.', '@b.cz', 'a@b@c.cz'],
  ],
  ['uri', ['https://example.com/a?b=c', 'urn:x:y'], ['example.com', '/a', '']],
  ['uuid', ['0191f2c4-6f0a-7c3e-9d52-3b1f8f0c2a11'], ['0191f2c4', 'x']],
  ['currency', ['CZK'], ['czk', 'Kč', 'CZKK']],
  ['group', ['Approvers'], ['', ' ']],
])('%s', (name, good, bad) => {
  const format = formats[name];
  expect(good.filter((text) => format?.test(text) !== true)).toEqual([]);
  expect(bad.filter((text) => format?.test(text) !== false)).toEqual([]);
});
