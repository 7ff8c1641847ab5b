import { describe, expect, test } from 'vitest';
import { processorMsOf } from '../../test/cpu-time.ts';
import type { Format, Value } from '../types.ts';
import { problemsOf, renderText } from './test-rendering.ts';

/** Processor time; most of these take a tenth of it. */
const MOST_MS = 2_000;

function inTime<T>(run: () => T): T {
  const results: T[] = [];
  expect(processorMsOf(() => results.push(run()))).toBeLessThan(MOST_MS);
  return results[0] as T;
}

const T = 'xmlns:t="urn:gangway:template"';
const deepJson = (levels: number) => '[{"$for": "x in input.l", "$value": '.repeat(levels) + '1' + '}]'.repeat(levels);
const deepXml = (levels: number) => `<a ${T}>${'<b t:for="x in input.l">'.repeat(levels)}x${'</b>'.repeat(levels)}</a>`;
const deepCsv = (levels: number) =>
  `{${'"rows": [{"$for": "x in input.l", '.repeat(levels)}"columns": [{"name": "a", "value": "\${x}"}]${'}]'.repeat(levels)}}`;
const thousand = { l: Array.from({ length: 1_000 }, (_, index) => index) };

describe('templates that want too much end with a problem, in time', () => {
  test.each([
    ['json', deepJson(6), thousand, 'too-many-steps'],
    ['xml', deepXml(6), thousand, 'too-many-steps'],
    ['csv', deepCsv(6), thousand, 'too-many-steps'],
    [
      'json',
      '[{"$for": "x in input.l", "$value": ${input}}]',
      { l: thousand.l, t: 'x'.repeat(900_000) },
      'output-too-long',
    ],
    [
      'xml',
      `<a ${T}><b t:for="x in input.l" c="\${input.t}"/></a>`,
      { l: thousand.l, t: '&'.repeat(900_000) },
      'output-too-long',
    ],
    [
      'xml',
      `<a ${T}><b t:for="x in input.l"><![CDATA[\${input.t}]]></b></a>`,
      { l: thousand.l, t: ']]>'.repeat(300_000) },
      'output-too-long',
    ],
    [
      'csv',
      '{"$for": "x in input.l", "columns": [{"name": "a", "value": "${input.t}"}]}',
      { l: thousand.l, t: '"'.repeat(900_000) },
      'output-too-long',
    ],
    [
      'form',
      '{"a": [{"$for": "x in input.l", "$value": "${input.t}"}]}',
      { l: thousand.l, t: '☂'.repeat(100_000) },
      'output-too-long',
    ],
    ['text', '${input.t}'.repeat(100), { t: 'x'.repeat(900_000) }, 'output-too-long'],
  ] as const)('%s %#', (format: Format, body: string, input: Value, code) =>
    expect(inTime(() => renderText({ format, body }, input))).toMatchObject([{ code }]),
  );

  test('a loop writes its literals against the limit too', () => {
    const body = `[{"$for": "x in input.l", "$value": [{"$for": "y in input.l", "$value": "${'z'.repeat(900)}"}]}]`;
    expect(inTime(() => renderText({ format: 'json', body }, thousand))).toMatchObject([{ code: 'output-too-long' }]);
  });
});

describe('templates that are hard to read are refused, in time', () => {
  test.each([
    ['100,000 nested lists', 'json', '['.repeat(100_000), 'too-deep'],
    ['100,000 nested objects', 'json', '{"a":'.repeat(100_000), 'too-deep'],
    ['65 levels', 'json', `${'['.repeat(65)}${']'.repeat(65)}`, 'too-deep'],
    ['100,000 nested rows', 'csv', '{"rows":['.repeat(100_000), 'too-deep'],
    ['100,000 nested elements', 'xml', '<a>'.repeat(100_000), 'too-deep'],
    ['billion laughs', 'xml', '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>', 'doctype'],
    [
      'an unclosed expression behind 100,000 others',
      'json',
      '["' + '${1}'.repeat(100_000) + '${"]',
      'unclosed-placeholder',
    ],
    ['100,000 openings', 'xml', `<a>${'${'.repeat(100_000)}</a>`, 'unclosed-placeholder'],
    ['100,000 openings of secrets', 'text', '{{secret:'.repeat(100_000), 'unclosed-placeholder'],
    ['100,000 stray brackets', 'xml', '<'.repeat(100_000), 'xml-syntax'],
    ['too long', 'text', 'x'.repeat(1_000_001), 'too-large'],
  ] as const)('%s (%s)', (_, format, body, code) =>
    expect(inTime(() => problemsOf({ format, body }))).toMatchObject([{ code }]),
  );

  test('20,000 attributes and 20,000 keys are read in time', () => {
    const attributes = Array.from({ length: 20_000 }, (_, index) => `a${index}="\${input.x}"`).join(' ');
    expect(inTime(() => problemsOf({ format: 'xml', body: `<a ${attributes}/>` }))).toEqual([]);
    const keys = Array.from({ length: 20_000 }, (_, index) => `"a${index}": "\${input.x}"`).join(',');
    expect(inTime(() => problemsOf({ format: 'json', body: `{${keys}}` }))).toEqual([]);
  });
});

describe('data cannot reach out of the template', () => {
  const input = JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": "c", "toString": "t"}') as Value;

  test('names of the prototype are ordinary names, and missing ones are missing', () => {
    const body =
      '{"a": "${input.constructor}", "b": "${input.toString}", "c": "${input.polluted}", "d": "${input.valueOf}", "e": "${input.__proto__.polluted}"}';
    expect(renderText({ format: 'json', body }, input)).toBe('{"a":"c","b":"t","c":null,"d":null,"e":"yes"}');
    expect(renderText({ format: 'json', body: '{"${input.k}": {"x": 1}}' }, { k: '__proto__' })).toBe(
      '{"__proto__":{"x":1}}',
    );
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  test('what looks like a directive or an expression in the data is data', () => {
    const nasty = { k: '$if', v: '${input.k}{{secret:key}}' };
    expect(
      renderText({ format: 'json', body: '{"${input.k}": "${input.v}"}' }, nasty, { secret: () => 'hidden' }),
    ).toBe('{"$if":"${input.k}{{secret:key}}"}');
    expect(
      renderText({ format: 'xml', body: `<a ${T} b="\${input.v}">\${'<b t:if="false"/>'}</a>` }, nasty, {
        secret: () => 'hidden',
      }),
    ).toBe('<a b="${input.k}{{secret:key}}">&lt;b t:if="false"/&gt;</a>');
  });
});
