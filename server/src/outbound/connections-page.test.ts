import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Authentication } from './authentication.ts';
import { sendFailureCodes } from './outbound-request.ts';

const page = readFileSync(new URL('../../../docs/connections.md', import.meta.url), 'utf8');

/** The words in code marks in the first column of the table under a heading. */
function firstColumn(heading: string): string[] {
  const section = page.split(/^#{2,3} /m).find((part) => part.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

test('the page of connections names every failure code and no other', () => {
  expect(firstColumn('What a failure says').toSorted()).toEqual([...sendFailureCodes].toSorted());
});

test('the page of connections shows every kind of authentication and no other', () => {
  const kinds = Authentication.anyOf.map(({ properties }) => properties.kind.const);
  expect([...new Set(firstColumn('Authentication'))].toSorted()).toEqual(kinds.toSorted());
});
