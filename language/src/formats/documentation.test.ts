import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../readers/read-json.ts';
import type { FieldType, Format, ValueObject } from '../types.ts';
import { compileTemplate } from './compile-template.ts';
import { runOn } from './test-rendering.ts';

/** The chapter on formats cannot rot: every template in it is rendered on the record at its beginning. */
const document = readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8');

function record(): ValueObject {
  const outcome = readJson(/^```json record\n([\s\S]*?)^```/m.exec(document)?.[1] ?? '');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value as ValueObject;
}

function examples(): { format: Format; body: string; message: string }[] {
  const blocks = document.matchAll(/^```(\w+) template\n([\s\S]*?)^```\n```text message\n([\s\S]*?)^```/gm);
  return Array.from(blocks, ([, format, body, message]) => ({
    format: format as Format,
    body: body ?? '',
    message: message ?? '',
  }));
}

describe('the formats in docs/language.md', () => {
  test('every format has an example', () =>
    expect([...new Set(examples().map(({ format }) => format))].toSorted()).toEqual([
      'csv',
      'fixed',
      'form',
      'json',
      'text',
      'xml',
    ]));

  test.each(examples())('$format: $body', ({ format, body, message }) => {
    const any: FieldType = { kind: 'any' };
    const template = compileTemplate(
      { format, body },
      { fields: { input: any, response: any }, dictionaries: ['vat'] },
    );
    if (!template.ok) throw new Error(JSON.stringify(template.problems));
    const dictionaries = { vat: { '21': 'high', '12': 'low' } };
    const outcome = template.value.render({ ...runOn(null), context: record(), dictionaries });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
    expect(outcome.value.text.trimEnd()).toBe(message.trimEnd());
  });
});
