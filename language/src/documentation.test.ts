import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainRun } from '../test/evaluate.ts';
import { Compilation } from './compile.ts';
import { runFrame } from './frame.ts';
import { FUNCTION_NAMES, functionSignatures } from './functions/registry.ts';
import { jsonText } from './json-text.ts';
import { PROBLEM_CODES } from './problem-codes.ts';
import { readJson } from './readers/read-json.ts';
import { SourceText } from './source-text.ts';
import type { Run, Scope, ValueObject } from './types.ts';
import { isObject, LEFT_OUT } from './values.ts';

const document = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');

function sampleRecord(): ValueObject {
  const json = /```json record\n([^`]*)```/.exec(document)?.[1] ?? '';
  const read = readJson(json);
  if (!read.ok || !isObject(read.value)) throw new Error('the sample record in docs/language.md is no JSON object');
  return read.value;
}

/** `expression → result`, one per line of every block of expressions. */
function examples(): [string, string][] {
  const blocks = [...document.matchAll(/```expression\n([^`]*)```/g)].map((block) => block[1] ?? '');
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.includes('→'))
    .map((line) => {
      const at = line.lastIndexOf('→');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
}

const context = sampleRecord();
const scope: Scope = {
  fields: { input: { kind: 'any' }, before: { kind: 'any' }, response: { kind: 'any' } },
  dictionaries: ['vat'],
  change: true,
};
const run: Run = { ...plainRun, context, dictionaries: { vat: { '21': 'high', '12': 'low' } } };

function outcomeOf(source: string): string {
  const compilation = new Compilation(new SourceText(source), scope);
  const place = compilation.source.placeOf(0, source.length);
  const compiled = compilation.expression({ start: 0, end: source.length }, compilation.environment);
  const [fault] = compilation.problems;
  if (fault !== undefined) return `! ${fault.message}`;
  const outcome = runFrame(run, (frame) => {
    const value = compiled.evaluate(frame);
    return value === LEFT_OUT ? 'left out' : jsonText(value, frame, place);
  });
  return outcome.ok ? outcome.value : `! ${outcome.problems[0]?.message ?? ''}`;
}

describe('docs/language.md', () => {
  it('has many examples', () => expect(examples().length).toBeGreaterThan(120));

  it.each(examples())('%s → %s', (source, expected) => expect(outcomeOf(source)).toBe(expected));

  it.each(functionSignatures().map((signature) => [signature]))('explains %s', (signature) => {
    expect(document).toContain(`\`${signature}\``);
  });

  it('shows every function in an example', () => {
    const shown = examples()
      .map(([source]) => source.toLowerCase())
      .join('\n');
    expect(FUNCTION_NAMES.filter((name) => !new RegExp(`\\b${name.toLowerCase()}\\b`).test(shown))).toEqual([]);
  });

  it('lists every code of a problem with its meaning, and no other', () => {
    const listed = [...document.slice(document.indexOf('## Problems')).matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)];
    expect(Object.fromEntries(listed.map((row) => [row[1], row[2]]))).toEqual(PROBLEM_CODES);
  });
});
