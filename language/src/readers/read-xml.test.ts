import { describe, expect, test } from 'vitest';
import { processorMsOf } from '../../test/cpu-time.ts';
import { readXml } from './read-xml.ts';

function read(text: string): unknown {
  const outcome = readXml(text);
  return outcome.ok ? outcome.value : outcome.problems;
}

describe('what the data looks like', () => {
  test('names are local, attributes have @, repeats are lists, text-only elements are their text', () => {
    expect(
      read(`<?xml version="1.0"?>
        <rsp:responsePack xmlns:rsp="urn:r" state="ok"><rsp:item id="1">a &amp; b</rsp:item><rsp:item/><rsp:note>x</rsp:note>
        </rsp:responsePack>`),
    ).toEqual({ responsePack: { '@state': 'ok', item: [{ '@id': '1', '#text': 'a & b' }, ''], note: 'x' } });
  });

  test('three elements of a name are one flat list', () =>
    expect(read('<a><b>1</b><c/><b>2</b><b>3</b></a>')).toEqual({ a: { b: ['1', '2', '3'], c: '' } }));

  test('mixed text is kept under #text, indentation is dropped', () => {
    expect(read('<a>one <b>two</b> three</a>')).toEqual({ a: { b: 'two', '#text': 'one  three' } });
    expect(read('<a>\n  <b>x</b>\n</a>')).toEqual({ a: { b: 'x' } });
    expect(read('<a><b>\n  </b><c> </c></a>')).toEqual({ a: { b: '', c: ' ' } });
  });

  test('CDATA, references and texts around comments are one text', () =>
    expect(read('<a>1<![CDATA[<2>]]><!-- no -->&#51;&lt;</a>')).toEqual({ a: '1<2>3<' }));

  test('of two attributes with one local name the one without a prefix counts', () =>
    expect(read('<a xmlns:p="urn:p" p:x="1" x="2" p:y="3"/>')).toEqual({ a: { '@x': '2', '@y': '3' } }));

  test('00123 stays a text', () => expect(read('<a>00123</a>')).toEqual({ a: '00123' }));

  test('names of the prototype are ordinary names', () => {
    const data = read('<a><__proto__><admin>1</admin></__proto__><constructor>2</constructor></a>') as { a: object };
    expect(Object.getPrototypeOf(data.a)).toBe(Object.prototype);
    expect(Object.keys(data.a)).toEqual(['__proto__', 'constructor']);
  });
});

describe('what is refused, with its place', () => {
  test.each([
    ['an element that is not closed', '<a>\n<b></a>', 'xml-syntax', 2],
    ['nothing', '', 'xml-syntax', 1],
    ['an unknown prefix', '<x:a/>', 'xml-syntax', 1],
    ['an unknown entity', '<a>&nbsp;</a>', 'xml-syntax', 1],
    ['text after the end', '<a/>\n\nmore', 'xml-syntax', 3],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]>\n<a>&x;</a>', 'doctype', 1],
  ])('%s', (_, text, code, line) => expect(read(text)).toMatchObject([{ code, line }]));

  test('the sentence is readable', () =>
    expect(read('<a></b>')).toMatchObject([{ message: 'The XML is not well-formed: unexpected close tag.' }]));
});

describe('attacks end at once', () => {
  const laughs = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  test.each([
    ['100,000 nested elements', '<a>'.repeat(100_000), 'too-deep'],
    ['a million elements', `<a>${'<b/>'.repeat(1_000_000)}</a>`, 'too-large'],
    ['100,000 attributes', `<a ${Array.from({ length: 100_000 }, (_, n) => `b${n}="x"`).join(' ')}/>`, 'too-large'],
    ['billion laughs', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l20;</a>`, 'doctype'],
    ['an outside entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'doctype'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><a/>', 'doctype'],
    ['20 MB', `<a>${'x'.repeat(20_000_000)}</a>`, 'too-large'],
    ['an endless DOCTYPE', `<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(100_000)}`, 'xml-syntax'],
    ['an endless comment', `<a><!--${'-'.repeat(1_000_000)}`, 'xml-syntax'],
  ])('%s', (_, text, code) => {
    const spentMs = processorMsOf(() => {
      expect(read(text)).toMatchObject([{ code }]);
    });
    expect(spentMs).toBeLessThan(2_000);
  });

  test('a huge attribute within the limits is read', () => {
    const spentMs = processorMsOf(() => {
      expect(read(`<a b="${'x&amp;'.repeat(300_000)}"/>`)).toMatchObject({ a: {} });
    });
    expect(spentMs).toBeLessThan(2_000);
  });
});
