import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TObject } from 'typebox';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../server/src/api/metrics.ts';
import { Connection } from '../server/src/connections/connection.ts';
import { auditWords } from '../server/src/access/audit-words.ts';
import { problemKinds } from '../server/src/errors.ts';
import { deliveryStates } from '../server/src/deliveries/delivery.ts';
import { configurationFaults } from '../server/src/integration/check-configuration.ts';
import { type FileObject, readIntegrationFile } from '../server/src/integration/integration-file.ts';
import { AddressRanges } from '../server/src/outbound/address-ranges.ts';
import { MessageTemplate } from '../server/src/templates/template.ts';
import { DeliverEntry, readTrigger, TriggerBody } from '../server/src/triggers/trigger.ts';
import { testDatabase } from '../server/test/support/database.ts';
import { codeBlocks } from './markdown.ts';

/** What the documentation says beside the code is compared with the code. */
const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
/** The names in backticks that stand in a page. */
const namesIn = (file: string): Set<string> =>
  new Set(Array.from(read(file).matchAll(/`([^`\n]+)`/g), ([, name = '']) => name));
const missing = (names: Iterable<string>, page: Set<string>): string[] => [...names].filter((name) => !page.has(name));

test('docs/deliveries.md tells of every state', () => {
  expect(missing(deliveryStates, namesIn('docs/deliveries.md'))).toEqual([]);
});

test('docs/operations/metrics.md names every figure, and no other', async () => {
  const own = await testDatabase();
  const metrics = createMetrics({
    database: own.database,
    load: () => ({ inFlight: 0, lanes: 0, unsettled: 0, inThreads: 0 }),
  });
  const text = await metrics.text();
  await own.close();
  const figures = Array.from(text.matchAll(/^# HELP (\w+)/gm), ([, name = '']) => name).filter(
    (name) => !/^gangway_(process|nodejs)_/.test(name),
  );
  const rows = Array.from(
    read('docs/operations/metrics.md').matchAll(/^\| `(gangway_\w+)` \|/gm),
    ([, name = '']) => name,
  );
  expect(new Set(rows.filter((name) => figures.includes(name)))).toEqual(new Set(figures));
  expect(rows.filter((name) => !figures.includes(name))).toEqual([]);
});

test('docs/operations/logs.md names every event', () => {
  const sources = readdirSync(join(root, 'server/src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => read(`server/src/${file}`));
  // Those of the log have a dot; those of the streams to open pages have none.
  const events = sources.flatMap((text) =>
    Array.from(text.matchAll(/event: '([a-z-]+\.[a-z.-]+)'/g), ([, name = '']) => name),
  );
  expect(events.length).toBeGreaterThan(5);
  expect(missing(events, namesIn('docs/operations/logs.md'))).toEqual([]);
});

describe('integration files in the documentation', () => {
  const fieldsOf = ({ properties }: TObject): string[] =>
    Object.keys(properties).filter((name) => !['name', 'title'].includes(name));

  test('every field of a connection, a template and a trigger is told of', () => {
    const file = namesIn('docs/integration-file.md');
    expect(missing(fieldsOf(Connection), file)).toEqual([]);
    expect(missing(fieldsOf(MessageTemplate), file)).toEqual([]);
    expect(missing([...fieldsOf(TriggerBody), ...fieldsOf(DeliverEntry)], namesIn('docs/triggers.md'))).toEqual([]);
  });

  const pages = [
    'docs/integration-file.md',
    'docs/triggers.md',
    'docs/deliveries.md',
    'docs/connections.md',
    'packs/README.md',
  ];
  const blocks = pages.flatMap((page) =>
    codeBlocks(read(page))
      .filter(({ language }) => language === 'yaml')
      .map(({ text }, index): [string, unknown] => [`${page}, block ${index + 1}`, parse(text)]),
  );

  test.each(blocks)('%s can be applied', (_place, file) => {
    const { objects, faults } = readIntegrationFile(file);
    expect(faults).toEqual([]);
    expect(configurationFaults([...objects, ...whatIsNamed(objects)], new AddressRanges([]))).toEqual([]);
  });
});

/** An example may name connections and templates that stand elsewhere. */
function whatIsNamed(objects: readonly FileObject[]): FileObject[] {
  const delivers = objects
    .filter(({ kind }) => kind === 'triggers')
    .flatMap(({ body }) => readTrigger(body as TriggerBody).deliver);
  const connections = [...new Set(delivers.map(({ connection }) => connection))].map((name): FileObject => {
    return { kind: 'connections', name, path: name, body: { name, url: 'https://elsewhere.example' } };
  });
  const templates = [...new Set(delivers.flatMap(({ template }) => template ?? []))].map((name): FileObject => {
    return { kind: 'templates', name, path: name, body: { name, format: 'text', body: 'x' } };
  });
  const there = new Set(objects.map(({ kind, name }) => `${kind}/${name}`));
  return [...connections, ...templates].filter(({ kind, name }) => !there.has(`${kind}/${name}`));
}

describe('docs/access.md', () => {
  const page = read('docs/access.md');

  test('tells of every word in the audit what it means, and of no other', () => {
    const audit = page.slice(page.indexOf('## The audit'));
    const rows = Array.from(audit.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm), ([, word = '', meaning]) => [
      word,
      meaning,
    ]);
    expect(Object.fromEntries(rows)).toEqual(auditWords);
  });
});

describe('docs/errors.md', () => {
  const page = read('docs/errors.md');
  const codes = Object.keys(problemKinds);

  test('tells of every kind of problem what it means, what to do, and how it looks, and of no other', () => {
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => /^`\/problems\/([\w-]+)`/.exec(section)?.[1])).toEqual(codes);
    for (const section of sections) {
      expect(section).toMatch(/^\*\*.+\*\* \(\d{3}\)\. .{20,}/m);
      expect(section).toMatch(/^What to do: .{10,}/m);
      const [example] = codeBlocks(section);
      expect(JSON.parse(example?.text ?? '')).toMatchObject({
        type: `/problems/${/^`\/problems\/([\w-]+)`/.exec(section)?.[1] ?? ''}`,
        detail: expect.stringMatching(/\.$/) as string,
      });
    }
    const listed = Array.from(
      page.matchAll(/^\| \[`\/problems\/([\w-]+)`\]\(#problems([\w-]+)\)/gm),
      ([, code, anchor]) => [code, anchor],
    );
    expect(listed).toEqual(codes.map((code) => [code, code]));
  });

  test('tells of none that nothing refuses with', () => {
    const sources = readdirSync(join(root, 'server/src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'errors.ts')
      .map((file) => read(`server/src/${file}`))
      .join('\n');
    expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });
});
