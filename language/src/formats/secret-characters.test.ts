import { expect, test } from 'vitest';
import type { Charset, Format, Run, Scope } from '../types.ts';
import { compileTemplate } from './compile-template.ts';

const scope: Scope = { fields: { input: { kind: 'any' } } };
/** Seven letters, an umbrella that no Central European charset has, and a character that XML cannot hold. */
const secret = 'Quixote\u2602\u0001';

function problemOf(format: Format, body: string, charset: Charset, name: string): string {
  const compiled = compileTemplate({ format, body, charset }, scope);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const run: Run = {
    context: { input: { name, dash: '-' } },
    ...{ now: '2026-11-23T10:00:00Z', seed: 's', zone: 'Europe/Prague', locale: 'cs-CZ', secret: () => secret },
  };
  const rendered = compiled.value.render(run);
  return rendered.ok ? 'rendered' : (rendered.problems[0]?.message ?? '');
}

const column = (value: string, more = ''): string => `{ "columns": [{ "name": "a", "value": "${value}"${more} }] }`;

test.each<[Format, string]>([
  ['csv', column('key={{secret:key}}')],
  ['csv', column("${input.dash & '{{secret:key}}'}")],
  ['csv', `{ "$let": "k = '{{secret:key}}'", "columns": [{ "name": "a", "value": "\${k}" }] }`],
  ['fixed', column('{{secret:key}}', ', "width": 20')],
  ['form', '{ "a": "{{secret:key}}" }'],
  ['form', '{ "a": { "$if": "true", "$value": "${\'{{secret:key}}\'}" } }'],
  ['text', 'key: {{secret:key}}'],
  ['text', "${upper('{{secret:key}}')}"],
  ['xml', '<a>{{secret:key}}</a>'],
  ['xml', '<a b="${input.dash}{{secret:key}}"/>'],
  ['xml', '<a><![CDATA[{{secret:key}}]]></a>'],
])('a problem with a secret tells no character and no place in it: %s %s', (format, body) => {
  for (const charset of ['windows-1250', 'cp852'] as const) {
    const problem = problemOf(format, body, charset, 'Kos');
    expect(problem).toMatch(
      /^The character \*\*\* at position \*\*\* of this value (does not exist in|cannot stand in)/,
    );
  }
});

test('nor how long it is', () => {
  const body = column('{{secret:key}}', ', "width": 3');
  expect(problemOf('fixed', body, 'utf-8', 'Kos')).toBe(
    'The value has *** characters, but the column "a" is 3 wide. Shorten it with left(3), or make the column wider.',
  );
});

test.each<[Format, string]>([
  ['csv', column('${input.name}')],
  ['form', '{ "a": "${input.name}" }'],
  ['text', '${input.name} {{secret:key}}'],
])('other data are shown as ever: %s %s', (format, body) => {
  expect(problemOf(format, body, 'windows-1250', 'Kos\u2602')).toMatch(/^The character "☂" \(U\+2602\) at position 4 /);
});
