import { Decimal } from '@gangway/language';
import { afterAll, describe, expect, test } from 'vitest';
import type { Answered } from '../outbound/outbound-request.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import { compileMessageTemplate, describeProblems, messageScope } from '../templates/compile-message-template.ts';
import type { MessageTemplate } from '../templates/template.ts';
import { composeMessage } from './compose-message.ts';
import { judgeAnswer } from './judge-answer.ts';
import { MessageMaker, type MessageSource } from './message-maker.ts';
import { runOf } from './message-parts.ts';
import { compileOwnTexts } from './own-texts.ts';

const maker = new MessageMaker({ threads: 1 });
afterAll(() => maker.close());

const definitions = resolveDefinitions([]);
const own = { url: 'http://host', method: 'POST', headers: { 'X-Key': '{{secret:key}}' }, query: {} };
const lines = Array.from({ length: 200 }, (_, index) => ({
  ...{ name: `řádek ${String(index)}`, quantity: '1.50', unitPrice: '10.00', vatRate: '21' },
}));
/** Nothing reads it; it makes the snapshot a large one. */
const padding = 'x'.repeat(70_000);

function source(template: Partial<MessageTemplate>, data: Record<string, unknown> = {}): MessageSource {
  const whole: MessageTemplate = { name: 'invoice', format: 'json', ...template };
  const compiled = compileMessageTemplate(whole, messageScope({ kind: 'any' }, ['types']));
  if (!compiled.ok) throw new Error(describeProblems(compiled.problems));
  const connection = compileOwnTexts(own);
  if (!connection.ok) throw new Error(connection.reason);
  const moment = '2026-11-23T10:00:00.000Z';
  const row = { entity: 'documents', id: 7, registration: '7', revision: 1, createdAt: moment, updatedAt: moment };
  const snapshot = {
    input: { ...row, data: { type: 'INVOICE.SALES', note: 'Kos & syn', lines: lines.slice(0, 3), ...data } },
    ...{ before: null, related: {}, event: { id: 'e1' }, user: { name: 'Jana' }, unit: { id: 1 } },
  };
  return {
    unitId: 1,
    parts: {
      snapshot: JSON.stringify(snapshot),
      content: {
        ...{ connection: 'accounting', template: whole, constants: { ico: '123' } },
        dictionaries: { types: { 'INVOICE.SALES': 'issued' } },
        unit: { id: 1, name: 'Test', zone: 'Europe/Prague', locale: 'cs-CZ' },
      },
      own,
      ...{ delivery: { id: '01a2', messageKey: 'key-1' }, now: moment, secrets: new Map([['key', 'opén']]) },
    },
    ...{ compiled: { template: compiled.value, connection: connection.value }, definitions },
  };
}

const threeDeep =
  '[{ "$for": "a in input.lines", "x": [{ "$for": "b in input.lines", "x": [{ "$for": "c in input.lines", "x": "${c.name}" }] }] }]';

const inThreads = async (work: () => Promise<unknown>): Promise<number> => {
  const before = maker.statistics.inThreads;
  await work();
  return maker.statistics.inThreads - before;
};
const sentence = async ({ compose }: ReturnType<MessageMaker['start']>): Promise<string> => {
  const composed = await compose();
  return composed.ok ? 'made' : describeProblems(composed.problems);
};

describe('a message', () => {
  test.each<[string, Partial<MessageTemplate>]>([
    [
      'JSON with now and uuid',
      { body: '{ "at": "${now()}", "id": "${uuid()}", "type": "${input.type | dict(\'types\')}" }' },
    ],
    ['JSON with amounts', { body: '[{ "$for": "l in input.lines", "p": ${l.unitPrice * l.quantity} }]' }],
    [
      'XML in windows-1250',
      { format: 'xml', charset: 'windows-1250', body: '<a n="${input.note}">${input.lines[1].name}</a>' },
    ],
    ['text in UTF-16', { format: 'text', charset: 'utf-16', body: '${input.note}' }],
    [
      'a request with texts of its own',
      {
        request: {
          method: 'PUT',
          url: '/x/${input.id}',
          headers: { 'X-A': '${user.name}' },
          query: { q: '${input.note}' },
        },
      },
    ],
    ['a message that cannot be made', { body: '{\n "a": "${input.gone | required(\'No a.\')}" }' }],
  ])('has the same bytes from a thread: %s', async (_name, template) => {
    const small = source(template);
    const large = source(template, { padding });
    const here = composeMessage(small.compiled.template, small.compiled.connection, runOf(small.parts, definitions));
    expect(await inThreads(async () => expect(await maker.start(small).compose()).toEqual(here))).toBe(0);
    expect(await inThreads(async () => expect(await maker.start(large).compose()).toEqual(here))).toBe(1);
  });

  test('keeps the placeholders of its secrets where it is only shown', async () => {
    const shown = source({ body: '{ "key": "{{secret:key}}" }' }, { padding });
    const composed = await maker.start({ ...shown, parts: { ...shown.parts, secrets: undefined } }).compose();
    expect(composed).toMatchObject({ message: { headers: { 'x-key': '{{secret:key}}' } } });
  });

  test('that turns out to be costly is made by a thread, and at once there the next time', async () => {
    // A template may take 200 steps for each value of the record.
    const more = Array.from({ length: 2_000 }, () => 1);
    const many = source({ body: threeDeep }, { lines: lines.slice(0, 40), more });
    const { template, connection } = many.compiled;
    const whole = composeMessage(template, connection, runOf(many.parts, definitions));
    expect(whole.ok).toBe(true);
    expect(await inThreads(async () => expect(await maker.start(many).compose()).toEqual(whole))).toBe(1);

    // The same template on a record of three lines: the first goes to the thread yet, which says how quick it was.
    const few = { ...many, parts: source({ body: threeDeep }).parts };
    expect(await inThreads(() => maker.start(few).compose())).toBe(1);
    while ((await inThreads(() => maker.start(few).compose())) > 0);
    expect(await inThreads(() => maker.start(few).compose())).toBe(0);
  });

  test('that loops without end fails with the place, after all its steps', async () => {
    const endless = source({ body: threeDeep }, { lines });
    expect(await sentence(maker.start(endless))).toMatch(
      /(too many steps|would be longer than).*\(body, line 1, column \d+\)/,
    );
  });

  test('that takes too long ends with a sentence, and those behind it are made by the next thread', async () => {
    const impatient = new MessageMaker({ threads: 1, deadlineMs: 3_000 });
    // Every header has a budget of five million steps of its own.
    const costly = "${count(map(input.lines, count(filter(input.lines, item.name = 'x'))))}";
    const headers = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`X-${String(index)}`, costly]));
    const many = Array.from({ length: 6_000 }, (_, index) => ({ name: `line ${String(index)}`, quantity: '1' }));
    const [late, after] = await Promise.all([
      sentence(impatient.start(source({ request: { headers } }, { lines: many }))),
      sentence(impatient.start(source({ body: '{}' }, { padding }))),
    ]);
    expect(late).toMatch(/^The message takes longer than 3 s to make\. Send fewer .*\(body, line 1, column 1\)$/);
    expect(after).toBe('made');
    expect(impatient.statistics.threadsStarted).toBe(2);
    await impatient.close();
  });

  test('that needs too much memory ends with a sentence, and the next is made', async () => {
    const frugal = new MessageMaker({ threads: 1, mostHeapMb: 48 });
    // A million and a half texts at once, within the steps of so large a record.
    const body = '[${count(map(input.more, map(input.more, item & 0.5)))}]';
    const more = Array.from({ length: 1_200 }, (_, index) => index);
    const large = source({ body }, { more, values: Array.from({ length: 30_000 }, () => 1) });
    expect(await sentence(frugal.start(large))).toMatch(
      /^The message needs more memory to make than one message may have\. Send fewer/,
    );
    expect(await sentence(frugal.start(source({ body: '{}' }, { padding })))).toBe('made');
    await frugal.close();
  });

  test('of a record that no thread could read is refused before it is read', async () => {
    const { parts, ...rest } = source({ body: '{}' });
    const started = maker.start({ ...rest, parts: { ...parts, snapshot: parts.snapshot.padEnd(16_000_001) } });
    expect(await sentence(started)).toMatch(/^The record has 16000001 characters .* made of 16000000 at most\. Take/);
  });

  test('waits for those of its own connection only: connections take turns', async () => {
    const done: string[] = [];
    const make = async (connection: string): Promise<void> => {
      const { parts, ...rest } = source({ body: '{}' }, { padding });
      await maker.start({ ...rest, parts: { ...parts, content: { ...parts.content, connection } } }).compose();
      done.push(connection);
    };
    await Promise.all([...Array.from({ length: 20 }, () => make('busy')), make('other')]);
    expect(done.indexOf('other')).toBeLessThanOrEqual(2);
  });
});

describe('an answer', () => {
  const timing = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, totalMs: 1 };
  const answered = (body: string, status = 200): Answered => ({
    ...{ kind: 'answered', status, headers: { 'content-type': 'application/xml' }, truncated: false, timing },
    body: new TextEncoder().encode(body),
  });
  const about = { templateStatuses: [], repeats: 'safe', nowMs: 0 } as const;
  const response =
    '{ "outcome": "${response.pack.@state = \'ok\' ? \'accepted\' : \'refused\'}", "messages": [{ "level": "info", "text": "${response.pack.item[1].text}" }], "write": { "total": ${sum(response.pack.item.price)}, "count": ${count(response.pack.item)}, "of": "${input.note}" } }';
  const pack = (items: number): string =>
    `<pack state="ok">${'<item><text>přijato</text><price>1.10</price></item>'.repeat(items)}</pack>`;

  test.each([
    ['small', 3, 0],
    ['large', 2_000, 1],
  ])('that is %s comes to the same as ever, amounts with their digits', async (_name, items, threads) => {
    const message = source({ response });
    const result = answered(pack(items));
    const run = runOf(message.parts, definitions);
    const expected = judgeAnswer({ ...about, result, run, template: message.compiled.template?.response });
    expect(expected.write?.['total']).toEqual(Decimal.of((items * 1.1).toFixed(2)));
    const judge = async () => expect(await maker.start(message).judge({ ...about, result })).toEqual(expected);
    expect(await inThreads(judge)).toBe(threads);
  });

  test('without a template to read it is judged here, however large', async () => {
    const judge = async () => {
      const { judge: judgeHere } = maker.start(source({ body: '{}' }, { padding }));
      expect(await judgeHere({ ...about, result: answered(pack(2_000)) })).toMatchObject({ outcome: 'accepted' });
      expect(await judgeHere({ ...about, result: answered('', 503) })).toMatchObject({ outcome: 'retry' });
    };
    expect(await inThreads(judge)).toBe(0);
  });

  test('that takes too long to read is unknown where it was a success, and refused where it was none', async () => {
    const impatient = new MessageMaker({ threads: 1, deadlineMs: 1 });
    const { judge } = impatient.start(source({ response }));
    expect(await judge({ ...about, result: answered(pack(2_000)) })).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('it takes longer than 0.001 s to read.') as string,
    });
    expect(await judge({ ...about, result: answered(pack(2_000), 422) })).toMatchObject({ outcome: 'refused' });
    await impatient.close();
  });
});
