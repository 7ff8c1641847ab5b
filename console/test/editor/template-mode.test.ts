import { EditorState } from '@codemirror/state';
import { foldable, ensureSyntaxTree } from '@codemirror/language';
import { classHighlighter, highlightTree } from '@lezer/highlight';
import { expect, test } from 'vitest';
import { folds } from '../../src/editor/codemirror/folds.ts';
import { templateMode } from '../../src/editor/codemirror/template-mode.ts';
import type { MessageFormat } from '../../src/editor/preview/message-draft.ts';

const stateOf = (format: MessageFormat, doc: string): EditorState =>
  EditorState.create({ doc, extensions: [templateMode(format), folds] });

/** `text:class` of everything that has a colour. */
function colours(format: MessageFormat, doc: string): string[] {
  const state = stateOf(format, doc);
  const tree = ensureSyntaxTree(state, doc.length, 5_000);
  const found: string[] = [];
  if (tree !== null) {
    highlightTree(tree, classHighlighter, (from, to, classes) =>
      found.push(`${doc.slice(from, to)}:${classes.replaceAll('tok-', '')}`),
    );
  }
  return found;
}

test('marks of the format and expressions have colours of their own', () => {
  expect(colours('json', '{"$for": "line in input.lines", "a": "x ${left(line.name, 3)}"}')).toEqual(
    expect.arrayContaining(
      ['"$for":keyword', 'line:variableName2', '"a":propertyName', '3:number'].map(
        (one) => expect.stringMatching(new RegExp(`^${one.split(':')[0]?.replace('$', '\\$') ?? ''}:`)) as string,
      ),
    ),
  );
  expect(colours('xml', '<a b="${input.x}">{{secret:key}}</a>')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^\{\{secret:key\}\}:/) as string]),
  );
});

test('half-written templates never keep the tokenizer', () => {
  for (const format of ['json', 'xml', 'text', 'csv'] as const) {
    for (const doc of [
      '${',
      '"${a',
      '<a b="${',
      '{"$if": "x > \'',
      '{{secret:',
      '<!-- ',
      '"\\',
      "<a t:if='",
      '\n\n${\n"',
    ]) {
      expect(ensureSyntaxTree(stateOf(format, doc), doc.length, 5_000)).not.toBeNull();
    }
  }
});

test('elements, objects and lists over several lines can be folded', () => {
  const fold = (format: MessageFormat, doc: string, line: number) => {
    const state = stateOf(format, doc);
    const { from, to } = state.doc.line(line);
    const range = foldable(state, from, to);
    return range && doc.slice(range.from, range.to);
  };
  expect(fold('json', '{\n  "a": [\n    1\n  ]\n}', 2)).toBe('\n    1\n  ');
  expect(fold('json', '{\n  "a": "{",\n  "b": 1\n}', 2)).toBeNull();
  expect(fold('xml', '<a>\n  <b>\n    <b/>\n    <c>1</c>\n  </b>\n</a>', 2)).toBe('\n    <b/>\n    <c>1</c>\n  ');
  expect(fold('xml', '<a>\n  <b>1</b>\n</a>', 2)).toBeNull();
});
