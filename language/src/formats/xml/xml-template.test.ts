import { describe, expect, test } from 'vitest';
import { decodeText } from '../../charsets/index.ts';
import { Decimal } from '../../decimal.ts';
import { problemsOf, renderBytes, renderText } from '../test-rendering.ts';

const T = 'xmlns:t="urn:gangway:template"';
const xml = (body: string, input: Parameters<typeof renderText>[1] = {}) => renderText({ format: 'xml', body }, input);
const lines = {
  lines: [
    { name: 'a', q: 1 },
    { name: 'b', q: 0 },
    { name: 'c', q: 3 },
  ],
};

describe('values', () => {
  test('are escaped for the place where they stand', () =>
    expect(xml('<a b="${input.x}" c=\'"\'>${input.x}<![CDATA[${input.x}]]></a>', { x: `<&>"']]>\r\n\t` })).toBe(
      `<a b="&lt;&amp;&gt;&quot;']]&gt;&#13;&#10;&#9;" c="&quot;">&lt;&amp;&gt;"']]&gt;&#13;\n\t<![CDATA[<&>"']]]]><![CDATA[>]]>&#13;<![CDATA[\n\t]]></a>`,
    ));

  test('quotes, < and > are free inside ${ }', () =>
    expect(xml(`<a b="\${input.x < 2 ? "yes" : '<no>'}">\${input.x > 2 ? "]]>" : '&'}</a>`, { x: 3 })).toBe(
      '<a b="&lt;no&gt;">]]&gt;</a>',
    ));

  test('numbers keep their digits, null is empty', () =>
    expect(xml('<a b="${input.no}">${input.n} ${input.no}</a>', { n: Decimal.of('1250.50') })).toBe(
      '<a b="">1250.50 </a>',
    ));

  test('optional leaves the attribute, the element or the mixed text out', () =>
    expect(
      xml(
        '<a b="${input.x | optional}" c="No. ${input.x | optional}">\n  <d>${input.x | optional}</d>\n  <e f="1">No. ${input.x | optional}</e>\n  <g/>\n</a>',
      ),
    ).toBe('<a>\n  <g/>\n</a>'));

  test('the outermost element is never left out', () => expect(xml('<a>${input.x | optional}</a>')).toBe('<a></a>'));

  test.each([
    ['a control character', 'a\u0001b', 'U+0001'],
    ['a vertical tab, which Word leaves', 'a\u000Bb', 'U+000B'],
    ['a lone surrogate', 'a\ud800b', 'U+D800'],
    ['a non-character', 'a\uFFFFb', 'U+FFFF'],
  ])('%s stops the message, with its place', (_, x, name) => {
    for (const body of [
      '<a>\n<b>${input.x}</b></a>',
      '<a>\n<b c="${input.x}"/></a>',
      '<a>\n<![CDATA[${input.x}]]></a>',
    ]) {
      expect(xml(body, { x })).toMatchObject([
        { code: 'not-in-format', line: 2, message: expect.stringContaining(`${name} at position 2`) as string },
      ]);
    }
  });

  test('placeholders in the data stay text', () =>
    expect(xml('<a>${input.x}{{secret:k}}</a>', { x: '${input.y}{{secret:k}}' })).toBe(
      '<a>${input.y}{{secret:k}}{{secret:k}}</a>',
    ));
});

describe('what the author wrote', () => {
  test('prefixes, references, CDATA, instructions stay; comments do not', () =>
    expect(
      xml(
        '<?xml version="1.0"?>\n<?style x="1"?>\n<!-- note ${nope} -->\n<p:a xmlns:p="urn:p" q=\'1\'>\n  <!-- ${nope} -->\n  <b>&amp;&#352;&lt;</b><?pi?>\n</p:a>\n',
      ),
    ).toBe(
      '<?xml version="1.0"?>\n<?style x="1"?>\n<p:a xmlns:p="urn:p" q="1">\n  <b>&amp;Š&lt;</b><?pi?>\n</p:a>'.replace(
        '\n  \n  <b>',
        '\n  \n  <b>',
      ),
    ));

  test('the layout around a text is not part of it, spaces on its line are', () => {
    expect(xml('<a>\n  <b>\n    ${input.x}\n  </b>\n  <c> ${input.x} </c>\n</a>', { x: '1' })).toBe(
      '<a>\n  <b>1</b>\n  <c> 1 </c>\n</a>',
    );
    expect(xml('<a>\n  <![CDATA[ ${input.x} ]]>\n</a>', { x: '1' })).toBe('<a><![CDATA[ 1 ]]></a>');
    expect(xml('<a xml:space="preserve">\n<b>\n${input.x}</b>\n</a>', { x: '1' })).toBe(
      '<a xml:space="preserve">\n<b>\n1</b>\n</a>',
    );
  });

  test('a declaration is added where XML demands one', () => {
    expect(renderText({ format: 'xml', body: '<a/>', charset: 'windows-1250' })).toBe(
      '<?xml version="1.0" encoding="windows-1250"?>\n<a/>',
    );
    expect(renderText({ format: 'xml', body: '<?xml version="1.0" standalone="yes"?><a/>', charset: 'cp852' })).toBe(
      '<?xml version="1.0" encoding="IBM852" standalone="yes"?>\n<a/>',
    );
  });

  test('a charset is written under its registered name', () => {
    expect(xml('<?xml version="1.0" encoding="CP1250"?><a/>')).toBe(
      '<?xml version="1.0" encoding="windows-1250"?>\n<a/>',
    );
    expect(xml('<?xml version="1.0" encoding="Windows-1250"?><a/>')).toBe(
      '<?xml version="1.0" encoding="Windows-1250"?>\n<a/>',
    );
  });

  test('UTF-16 has its mark, other charsets have references', () => {
    const utf16 = renderBytes(
      { format: 'xml', body: '<?xml version="1.0" encoding="UTF-16"?><a>${input.x}</a>' },
      { x: 'ž☂' },
    );
    expect([...utf16.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(decodeText(utf16, 'utf-16')).toBe('<?xml version="1.0" encoding="UTF-16"?>\n<a>ž☂</a>');
    const latin2 = renderBytes(
      { format: 'xml', body: '<a>☂${input.x}<![CDATA[${input.x}]]></a>', charset: 'iso-8859-2' },
      { x: 'ž☂' },
    );
    expect(decodeText(latin2, 'iso-8859-2')).toContain('<a>&#9730;ž&#9730;<![CDATA[ž]]>&#9730;<![CDATA[]]></a>');
  });
});

describe('directives', () => {
  test('t:for repeats with its indentation, t:if leaves no empty line', () =>
    expect(
      xml(
        `<a ${T}>\n  <b t:for="l, n in input.lines" t:if="l.q > 0" n="\${n}">\${l.name}</b>\n  <c t:if="false"/>\n  <d/>\n</a>`,
        lines,
      ),
    ).toBe('<a>\n  <b n="1">a</b>\n  <b n="3">c</b>\n  <d/>\n</a>'));

  test('t:else, and t:else with a further t:if', () => {
    const body = `<a ${T}>\n  <b t:if="input.x = 1"/>\n  <c t:else="" t:if="input.x = 2"/>\n  <!-- else -->\n  <d t:else=""/>\n</a>`;
    expect(xml(body, { x: 1 })).toBe('<a>\n  <b/>\n</a>');
    expect(xml(body, { x: 2 })).toBe('<a>\n  <c/>\n</a>');
    expect(xml(body, { x: 3 })).toBe('<a>\n  <d/>\n</a>');
  });

  test('the order is let, for, if; with or without ${ }; any prefix', () =>
    expect(
      xml(
        '<a xmlns:g="urn:gangway:template"><b g:if="${l.q >= least}" g:for="${l in input.lines}" g:let="least = 1; x = least + 1" q="${l.q * x}"/></a>',
        lines,
      ),
    ).toBe('<a><b q="2"/><b q="6"/></a>'));

  test('t:let may stand on the outermost element', () =>
    expect(xml(`<a ${T} t:let="x = 1">\${x}</a>`)).toBe('<a>1</a>'));

  test('t:group repeats several elements and is not written itself', () =>
    expect(
      xml(
        `<a ${T}>\n  <t:group t:for="l in input.lines">\n    <n>\${l.name}</n>\n    <q>\${l.q}</q>\n  </t:group>\n</a>`,
        { lines: lines.lines.slice(0, 2) },
      ),
    ).toBe('<a>\n    <n>a</n>\n    <q>1</q>\n    <n>b</n>\n    <q>0</q>\n</a>'));

  test('a loop inside a loop, in mixed content', () =>
    expect(
      xml(`<a ${T}>x <b t:for="l in input.l"><c t:for="v in l.v">\${v}</c></b> y</a>`, { l: [{ v: [1, 2] }, {}] }),
    ).toBe('<a>x <b><c>1</c><c>2</c></b><b></b> y</a>'));
});

describe('problems, at the place of the author', () => {
  test('all of expressions at once', () =>
    expect(
      problemsOf({
        format: 'xml',
        body: `<a ${T}>\n  <b c="\${nope}" t:if="nope2 <> 1">\${input.x | uper}</b>\n</a>`,
      }).map(({ code, line, column }) => [code, line, column]),
    ).toEqual([
      ['unknown-field', 2, 11],
      ['unknown-field', 2, 24],
      ['unknown-function', 2, 48],
    ]));

  test.each([
    ['', 'xml-syntax', 1],
    ['<a>\n<b></a>', 'xml-syntax', 2],
    ['<a>\n</a>\n<b/>', 'xml-syntax', 3],
    ['<a b="1" b="2"/>', 'xml-syntax', 1],
    ['<a>\n<p:b/></a>', 'xml-syntax', 2],
    ['<a>&nbsp;</a>', 'xml-syntax', 1],
    ['<a b=1/>', 'xml-syntax', 1],
    ['<a>\n<b', 'xml-syntax', 2],
    ['<a b="', 'xml-syntax', 1],
    ['<a><!-- x', 'xml-syntax', 1],
    ['<a><![CDATA[ x', 'xml-syntax', 1],
    ['<!DOCTYPE a>\n<a/>', 'doctype', 1],
    ['<a>\n<${input.x}/></a>', 'misplaced-directive', 2],
    ['<a>\n<b ${input.x}="1"/></a>', 'misplaced-directive', 2],
    ['<a><?x?y?></a>', 'xml-syntax', 1],
    ['<a>\n\ud800</a>', 'not-in-format', 2],
    ['<a><?pi ${input.x}?></a>', 'misplaced-directive', 1],
    ['<a xmlns:x="${input.x}"/>', 'misplaced-directive', 1],
    ['<a>\n${input.x</a>', 'unclosed-placeholder', 2],
    ['<a><b t:if="input.x < 1"/></a>', 'xml-syntax', 1],
    [`<a ${T}>\n<b t:else=""/></a>`, 'misplaced-directive', 2],
    [`<a ${T}>\n<b t:if="true"/>text<b t:else=""/></a>`, 'misplaced-directive', 2],
    [`<a ${T}>\n<b t:for="x in input.l" t:if="true"/><b t:else=""/></a>`, 'misplaced-directive', 2],
    [`<a ${T}>\n<b t:if="true"/><b t:else="true"/></a>`, 'misplaced-directive', 2],
    [`<a ${T} t:for="x in input.l"/>`, 'misplaced-directive', 1],
    [`<t:group ${T}/>`, 'misplaced-directive', 1],
    [`<a ${T}>\n<t:block/></a>`, 'unknown-directive', 2],
    [`<a ${T}>\n<b t:each="x in input.l"/></a>`, 'unknown-directive', 2],
    [`<a ${T}>\n<b t:if="input.x &lt; 1"/></a>`, 'syntax', 2],
    ['<?xml version="1.0" encoding="koi8-r"?><a/>', 'wrong-charset', 1],
    ['<?xml version="1.0" encoding="cp1250"?>\n<a><☂/></a>', 'xml-syntax', 2],
    ['<?xml version="1.0" encoding="cp1250"?>\n<a><ж/></a>', 'not-in-charset', 2],
  ])('%j', (body, code, line) => expect(problemsOf({ format: 'xml', body })).toMatchObject([{ code, line }]));

  test('a missing declaration of the template namespace says what to add', () =>
    expect(problemsOf({ format: 'xml', body: '<a><b t:if="true"/></a>' })[0]?.message).toContain(
      'xmlns:t="urn:gangway:template"',
    ));

  test('two charsets that contradict each other', () =>
    expect(
      problemsOf({ format: 'xml', body: '<?xml version="1.0" encoding="cp1250"?><a/>', charset: 'utf-8' }),
    ).toMatchObject([{ code: 'wrong-charset' }]));
});
