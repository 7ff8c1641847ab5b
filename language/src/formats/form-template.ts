import { encodeText } from '../charsets/index.ts';
import type { Bindings, Compilation } from '../compile.ts';
import type { Evaluate, Frame } from '../frame.ts';
import { discreet, guarded } from '../guarded.ts';
import type { Leaf } from '../leaf.ts';
import type { Place } from '../source-text.ts';
import { markedValue } from '../trace/marking.ts';
import type { Charset, Value } from '../types.ts';
import { isList, LEFT_OUT, textOf } from '../values.ts';
import { checkCharset, checkLiteralCharset } from './check-charset.ts';
import type { FormatTemplate } from './format-template.ts';
import { jsonBuilder } from './json/build-json-part.ts';
import { compileJson } from './json/compile-json.ts';
import type { JsonPart } from './json/json-part.ts';
import { parseJsonTemplate } from './json/parse-json-template.ts';
import { keyOf } from './json/write-json-part.ts';

interface Field {
  readonly key: Leaf;
  readonly evaluate: Evaluate;
  readonly place: Place;
}

/**
 * Form fields (application/x-www-form-urlencoded) from a JSON object: `{ "number": "${input.number}", "tag": ${input.tags} }`. A list
 * repeats its key, a left-out value leaves its field out, null is an empty field. Percent-encoded in the charset of the message.
 */
export function compileFormTemplate(compilation: Compilation, charset: Charset): FormatTemplate {
  const part = compileJson(compilation, parseJsonTemplate(compilation.source), compilation.environment);
  const { names, fields } = fieldsOf(compilation, part);
  for (const { key } of fields) {
    if (key.constant !== undefined) checkLiteralCharset(compilation, key.constant, charset, key.place);
  }
  if (charset === 'utf-16') {
    // Every value would begin with a byte order mark of its own, which no reader of forms expects.
    const message = 'Form fields cannot be sent in utf-16. Use utf-8.';
    compilation.report('wrong-charset', message, compilation.source.placeOf(0));
  }
  const secretive = compilation.uses().secrets.length > 0;
  const writers = fields.map((field) => {
    const write = discreet(secretive, (frame) => writeField(field, frame, charset));
    return guarded(compilation.traced ? markedValue(field.place, write) : write, '');
  });
  return {
    charset,
    mediaType: 'application/x-www-form-urlencoded',
    onMissing: 'refuse',
    write: (frame) => {
      for (const name of names) name.bind(frame);
      let form = '';
      for (const write of writers) {
        const field = write(frame);
        if (field !== '') form += form === '' ? field : `&${field}`;
      }
      return form;
    },
  };
}

function fieldsOf(compilation: Compilation, part: JsonPart): { names: readonly Bindings[]; fields: readonly Field[] } {
  if (part.kind === 'let') {
    const inner = fieldsOf(compilation, part.body);
    return { names: [...part.names, ...inner.names], fields: inner.fields };
  }
  if (part.kind === 'object') {
    const fields = part.entries.map(({ key, value }) => ({ key, evaluate: jsonBuilder(value), place: value.place }));
    return { names: [], fields };
  }
  if (part.kind === 'constant' && typeof part.value === 'object' && part.value !== null && !isList(part.value)) {
    const { place } = part;
    const fields = Object.entries(part.value).map(([name, value]: [string, Value]): Field => {
      const key = compilation.leaf([name], { start: 0, end: 0 });
      return { key, evaluate: () => value, place };
    });
    return { names: [], fields };
  }
  const message =
    'A form is an object of its fields, such as { "number": "${input.number}" }; only $let may stand beside them.';
  compilation.report('wrong-setting', message, part.place);
  return { names: [], fields: [] };
}

function writeField(field: Field, frame: Frame, charset: Charset): string {
  const key = keyOf(field.key, frame);
  const value = key === undefined ? LEFT_OUT : field.evaluate(frame);
  if (key === undefined || value === LEFT_OUT) return '';
  const name = percentEncode(key, charset, field.key.place);
  let text = '';
  for (const one of isList(value) ? value : [value]) {
    const pair = `${name}=${percentEncode(textOf(one, field.place), charset, field.place)}`;
    frame.chargeOutput(pair.length + 1, field.place);
    text += `${text === '' ? '' : '&'}${pair}`;
  }
  return text;
}

/** Bytes that stay as they are in the WHATWG URL standard's application/x-www-form-urlencoded serializer; space is `+`. */
const plain = /^[A-Za-z0-9*\-._]*$/;
const encodedBytes = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (plain.test(character)) return character;
  return byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

function percentEncode(text: string, charset: Charset, place: Place): string {
  if (plain.test(text)) return text;
  checkCharset(text, charset, place);
  const bytes = encodeText(text, charset, 'refuse');
  let encoded = '';
  if (bytes.ok) for (const byte of bytes.value) encoded += encodedBytes[byte] ?? '';
  return encoded;
}
