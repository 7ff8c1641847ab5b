import { expect, test } from 'vitest';
import { colourise } from './colourise.ts';
import { prettyText } from './pretty-text.ts';

test('JSON is indented by its characters: amounts keep their digits, texts their braces', () => {
  const { kind, text } = prettyText('{"total":1210.00,"note":"a {b}, c","lines":[],"vat":[{"rate":21}],"none":{}}');
  expect(kind).toBe('json');
  expect(text).toBe(
    '{\n  "total": 1210.00,\n  "note": "a {b}, c",\n  "lines": [],\n  "vat": [\n    {\n      "rate": 21\n    }\n  ],\n  "none": {}\n}',
  );
});

test('XML gets a line for each element, its text beside it', () => {
  expect(prettyText('<?xml version="1.0"?><a x="1"><b>text</b><c/><d><![CDATA[<x>]]></d></a>').text).toBe(
    '<?xml version="1.0"?>\n<a x="1">\n  <b>text</b>\n  <c/>\n  <d><![CDATA[<x>]]></d>\n</a>',
  );
});

test('what is neither, or broken, stays as it is', () => {
  for (const text of ['', 'plain; text', '{"a": ', '[1, 2']) expect(prettyText(text)).toEqual({ kind: 'text', text });
});

test.each(['json', 'xml', 'text'] as const)('colours of %s leave every character in its place', (kind) => {
  for (const text of ['{"a": [1, true, "x: y"], "b": null}', '<a x="1"><!-- c --><b y=\'2\'>3</b></a>', 'a "b" 3'])
    expect(
      colourise(text, kind)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
});
