import type { Frame } from '../../frame.ts';
import { stop } from '../../frame.ts';
import { guarded } from '../../guarded.ts';
import type { Leaf } from '../../leaf.ts';
import { writeJson, writeJsonText } from '../../readers/write-json.ts';
import type { Place } from '../../source-text.ts';
import type { Value } from '../../types.ts';
import { leafText, markedPart, markedValue } from '../../trace/marking.ts';
import { LEFT_OUT, textOf } from '../../values.ts';
import { forEachRound } from '../rounds.ts';
import type { JsonEntryPart, JsonPart } from './json-part.ts';

/** Writes a part of the document; undefined where it is left out. */
export type JsonWriter = (frame: Frame) => string | undefined;

/** Makes the closures that write a template as JSON text. What can be written beforehand is: only the data are written per message. */
export function jsonWriter(part: JsonPart, traced = false): JsonWriter {
  switch (part.kind) {
    case 'leaf':
      return (traced ? tracedLeafWriter : leafWriter)(part.leaf, part.place);
    case 'constant':
    case 'list':
    case 'object': {
      const write = fixedWriter(part, traced);
      return traced ? markedPart(part.place, write) : write;
    }
    case 'let':
      return around(part, jsonWriter(part.body, traced));
    case 'if':
      return either(part, jsonWriter(part.then, traced), part.otherwise && jsonWriter(part.otherwise, traced));
    case 'for':
      return itemsWriter(part, traced);
  }
}

/** Whatever is always there. */
function fixedWriter(part: Extract<JsonPart, { kind: 'constant' | 'list' | 'object' }>, traced: boolean): JsonWriter {
  switch (part.kind) {
    case 'constant': {
      const text = writeJson(part.value);
      return () => text;
    }
    case 'list': {
      const items = sequenceWriter(part.items.map((item) => itemsWriter(item, traced)));
      return (frame) => `[${items(frame) ?? ''}]`;
    }
    case 'object':
      return objectWriter(part.entries, part.place, traced);
  }
}

/** Writes what a part adds to the list around it: one item, several with commas between them, or undefined for none. */
function itemsWriter(part: JsonPart, traced: boolean): JsonWriter {
  switch (part.kind) {
    case 'for':
      return loopWriter(part, traced);
    case 'let':
      return around(part, itemsWriter(part.body, traced));
    case 'if':
      return either(part, itemsWriter(part.then, traced), part.otherwise && itemsWriter(part.otherwise, traced));
    case 'constant':
    case 'leaf':
    case 'list':
    case 'object':
      return jsonWriter(part, traced);
  }
}

function loopWriter(part: Extract<JsonPart, { kind: 'for' }>, traced: boolean): JsonWriter {
  const { loop, source, place } = part;
  const body = itemsWriter(part.body, traced);
  const literals = literalLength(part.body);
  return (frame) => {
    let text: string | undefined;
    forEachRound(loop, source, frame, () => {
      const item = body(frame);
      if (item === undefined) return;
      frame.chargeOutput(literals, place);
      text = text === undefined ? item : `${text},${item}`;
    });
    return text;
  };
}

function sequenceWriter(writers: readonly JsonWriter[]): JsonWriter {
  const [only] = writers;
  if (only !== undefined && writers.length === 1) return only;
  return (frame) => {
    let text: string | undefined;
    for (const write of writers) {
      const item = write(frame);
      if (item !== undefined) text = text === undefined ? item : `${text},${item}`;
    }
    return text;
  };
}

function around(part: Extract<JsonPart, { kind: 'let' }>, body: JsonWriter): JsonWriter {
  const { names } = part;
  return (frame) => {
    for (const name of names) name.bind(frame);
    return body(frame);
  };
}

function either(
  part: Extract<JsonPart, { kind: 'if' }>,
  then: JsonWriter,
  otherwise: JsonWriter | undefined,
): JsonWriter {
  const { condition } = part;
  return (frame) => (condition.test(frame) ? then(frame) : otherwise?.(frame));
}

interface EntryWriter {
  /** `"key":`, and the same with a comma before it; of no use where the key is an expression. */
  readonly first: string;
  readonly next: string;
  readonly key: Leaf;
  /** The key where it is an expression; undefined where the entry is left out. */
  readonly name: JsonWriter;
  readonly value: JsonWriter;
}

function objectWriter(entries: readonly JsonEntryPart[], place: Place, traced: boolean): JsonWriter {
  const writers = entries.map(({ key, value }): EntryWriter => {
    const first = `${writeJsonText(key.constant ?? '')}:`;
    const name = guarded((frame) => keyOf(key, frame), undefined);
    return { first, next: `,${first}`, key, name, value: jsonWriter(value, traced) };
  });
  if (entries.some(({ key }) => key.constant === undefined)) return objectWithFreeKeys(writers, place);
  if (traced) return tracedObjectWriter(writers);
  return (frame) => {
    let text = '{';
    for (const writer of writers) {
      const value = writer.value(frame);
      if (value !== undefined) text += (text.length === 1 ? writer.first : writer.next) + value;
    }
    return `${text}}`;
  };
}

/** Every entry, its key included, can be found again. */
function tracedObjectWriter(writers: readonly EntryWriter[]): JsonWriter {
  const entries = writers.map(({ first, key, value }) =>
    markedPart(key.place, (frame: Frame) => {
      const text = value(frame);
      return text === undefined ? undefined : first + text;
    }),
  );
  const write = sequenceWriter(entries);
  return (frame) => `{${write(frame) ?? ''}}`;
}

/** Keys that are known only with the data could come twice; readers would then disagree on which one counts. */
function objectWithFreeKeys(writers: readonly EntryWriter[], place: Place): JsonWriter {
  return (frame) => {
    const written = new Set<string>();
    let text = '{';
    for (const writer of writers) {
      const key = writer.name(frame);
      const value = key === undefined ? undefined : writer.value(frame);
      if (key === undefined || value === undefined) continue;
      if (written.has(key)) refuseRepeatedKey(frame, key, writer.key.place);
      written.add(key);
      frame.chargeOutput(key.length, place);
      text += `${text.length === 1 ? '' : ','}${writeJsonText(key)}:${value}`;
    }
    return `${text}}`;
  };
}

/** The key of an entry; undefined where the entry is left out with it. */
export function keyOf(key: Leaf, frame: Frame): string | undefined {
  if (key.constant !== undefined) return key.constant;
  const value = key.evaluate(frame);
  return value === LEFT_OUT ? undefined : textOf(value, key.place);
}

function refuseRepeatedKey(frame: Frame, key: string, place: Place): void {
  guarded(() => stopAtRepeatedKey(key, place), undefined)(frame);
}

export function stopAtRepeatedKey(key: string, place: Place): never {
  return stop('repeated-key', `The key "${key}" is in this object already. Make the keys different.`, place);
}

function leafWriter(leaf: Leaf, place: Place): JsonWriter {
  const { evaluate } = leaf;
  return guarded((frame) => {
    const value = evaluate(frame);
    if (value === LEFT_OUT) return undefined;
    const text = typeof value === 'string' ? writeJsonText(value) : writeData(value, place);
    frame.chargeOutput(text.length, place);
    return text;
  }, undefined);
}

/** Alone, a value is marked with its quotes; beside other text each expression by itself. */
function tracedLeafWriter(leaf: Leaf, place: Place): JsonWriter {
  const plain = leafWriter(leaf, place);
  if (leaf.alone) return markedValue(pieceOf(leaf)?.place ?? place, plain);
  const text = leafText(leaf, (written) => writeJsonText(written).slice(1, -1));
  const followed = guarded((frame: Frame) => {
    const written = text(frame);
    return written === undefined ? undefined : `"${written}"`;
  }, undefined);
  return (frame) => (frame.tracer === undefined ? plain(frame) : followed(frame));
}

/** The expression that stands alone in a leaf. */
function pieceOf({ pieces }: Leaf) {
  const [piece] = pieces ?? [];
  return typeof piece === 'object' && 'evaluate' in piece ? piece : undefined;
}

/** Data as they are: a number, true or false, null, a whole list or object. */
function writeData(value: Value, place: Place): string {
  try {
    return writeJson(value);
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    return stop(
      'too-deep',
      'The data here are nested too deeply to be written. Name the fields that the message needs.',
      place,
    );
  }
}

/** UTF-16 units that one round of a loop writes beside its data; inner loops count their own. */
function literalLength(part: JsonPart): number {
  switch (part.kind) {
    case 'constant':
      return writeJson(part.value).length + 1;
    case 'leaf':
      return 1;
    case 'list':
      return part.items.reduce((length, item) => length + literalLength(item), 2);
    case 'object':
      return part.entries.reduce(
        (length, { key, value }) => length + (key.constant?.length ?? 0) + 4 + literalLength(value),
        2,
      );
    case 'let':
      return literalLength(part.body);
    case 'if':
      return Math.max(literalLength(part.then), part.otherwise === undefined ? 0 : literalLength(part.otherwise));
    case 'for':
      return 0;
  }
}
