import { diag, XmlDocument } from 'libxml2-wasm';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { check, serveFilesFromTheSet } from './schema-check-library.ts';
import type { SchemaSet } from './schema-check-set.ts';

// libxml2 runs here in the test's own thread, where what it holds can be counted.
serveFilesFromTheSet();
diag.configure({ enabled: true });
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const text = (source: string): Uint8Array => new TextEncoder().encode(source);
const schema = (type: string): SchemaSet => ({
  main: 'main.xsd',
  files: {
    'main.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="${type}"/></xs:schema>`,
  },
});
const messages = [
  '<a>12</a>',
  '<a>twelve</a>',
  '<a><b>',
  '<!DOCTYPE a><a/>',
  '<a xmlns="x">1</a>',
  `<a>${'<b/>'.repeat(100)}</a>`,
].map(text);

function checkAll(hash: string, against: SchemaSet, times = 1): void {
  for (let round = 0; round < times; round++) for (const bytes of messages) check({ hash, bytes }, against);
}

/** How many documents and compiled schemas libxml2 holds, those included that nobody can reach any more. */
function held(name: 'XmlDocument' | 'XsdValidator'): number {
  const report = diag.report() as Readonly<Record<string, { readonly totalInstances: number }>>;
  return report[name]?.totalInstances ?? 0;
}

test('no document outlives its check, and the schemas that are kept are as many as shall be', () => {
  for (let index = 0; index < 30; index++) {
    checkAll(`integer ${String(index)}`, schema('xs:integer'));
    checkAll(`faulty ${String(index)}`, schema('nowhere'));
  }
  expect(held('XmlDocument')).toBe(0);
  // Of the twelve that are kept, half are faults without a schema.
  expect(held('XsdValidator')).toBe(6);
});

test('what is not given back is counted', () => {
  const left = [XmlDocument.fromString('<a/>'), XmlDocument.fromString('<b/>')];
  expect(held('XmlDocument')).toBe(2);
  for (const document of left) document.dispose();
  expect(held('XmlDocument')).toBe(0);
});

/** Memory outside the JavaScript heap, that of libxml2 included, which only ever grows. */
function memoryBytes(): number {
  collectGarbage();
  return process.memoryUsage().external;
}

/** Some 24 KB of libxml2's memory for a text of 800 bytes. */
const someDocument = (): XmlDocument => XmlDocument.fromString(`<a>${'<b/>'.repeat(200)}</a>`);

/**
 * Fills libxml2's memory up to its brim, so that it grows soon when anything more is kept: to begin with, a third of 30 MB is unused. It grows by a
 * fifth at a time; how many documents a growth holds is counted in one and left out of the next but for `spareBytes`.
 */
function fillMemory(spareBytes: number): XmlDocument[] {
  const filling: XmlDocument[] = [];
  const fillUntilItGrows = (): number => {
    const before = memoryBytes();
    // Without collecting garbage each time: what JavaScript leaves meanwhile is less than a megabyte.
    while (process.memoryUsage().external - before < 2_000_000) filling.push(someDocument());
    return memoryBytes() - before;
  };
  const grownBytes = fillUntilItGrows();
  const count = filling.length;
  const newRoom = fillUntilItGrows();
  const documentBytes = grownBytes / (filling.length - count);
  const fitting = Math.floor((newRoom - spareBytes) / documentBytes);
  return [...filling, ...Array.from({ length: fitting }, someDocument)];
}

test('nothing of what a check needs stays behind: twenty thousand leave no thirty bytes each', () => {
  const whole = schema('xs:integer');
  checkAll('memory', whole, 100);
  const filling = fillMemory(400_000);
  checkAll('memory', whole, 100);
  const before = memoryBytes();
  checkAll('memory', whole, 3_400);
  expect(memoryBytes() - before).toBeLessThan(10_000);
  // Had half a megabyte stayed, it would have shown.
  for (let index = 0; index < 30; index++) filling.push(someDocument());
  expect(memoryBytes() - before).toBeGreaterThan(1_000_000);
  for (const document of filling) document.dispose();
});
