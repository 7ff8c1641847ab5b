import { Decimal } from '../decimal.ts';
import type { Outcome, Value } from '../types.ts';
import { setOwn } from './own-property.ts';
import { jsonReadLimits, type ReadLimits } from './read-limits.ts';
import { ReadingFault, reading } from './reading-fault.ts';

export interface JsonHabits {
  /** `last` (default): the last one counts, as with every common reader. `refuse`: it is a fault, for two readers may see two documents in it. */
  readonly repeatedKeys?: 'last' | 'refuse';
}

/**
 * Reads JSON (RFC 8259, strict: no comments, no trailing commas). JSON.parse is not used because it turns 12345678901234567.10 into
 * 12345678901234568: here every number becomes a Decimal with the digits and the scale that were written. `__proto__` is a key like any other. A byte
 * order mark at the start is skipped.
 */
export function readJson(
  text: string,
  limits: ReadLimits = jsonReadLimits,
  { repeatedKeys = 'last' }: JsonHabits = {},
): Outcome<Value> {
  return reading(text, () => new JsonReader(text, limits, repeatedKeys).readDocument());
}

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const plainCharacters = /[^"\\\u0000-\u001F]*/y; // eslint-disable-line no-control-regex -- JSON forbids them raw in strings
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  private readonly text: string;
  private readonly limits: ReadLimits;
  private readonly repeatedKeys: 'last' | 'refuse';
  private position = 0;
  private nodes = 0;

  constructor(text: string, limits: ReadLimits, repeatedKeys: 'last' | 'refuse') {
    this.text = text;
    this.limits = limits;
    this.repeatedKeys = repeatedKeys;
  }

  readDocument(): Value {
    if (this.text.length > this.limits.length) {
      this.fail('too-large', `The JSON is longer than ${this.limits.length} characters.`);
    }
    if (this.text.charCodeAt(0) === 0xfeff) this.position = 1;
    this.skipSpace();
    if (this.position === this.text.length) this.fail('json-syntax', 'The JSON is empty.');
    const value = this.readValue(1);
    this.skipSpace();
    if (this.position < this.text.length)
      this.fail('json-syntax', 'There is more text after the end of the JSON value.');
    return value;
  }

  private readValue(depth: number): Value {
    if (++this.nodes > this.limits.nodes) this.fail('too-large', `The JSON has more than ${this.limits.nodes} values.`);
    switch (this.text[this.position]) {
      case '{':
        return this.readObject(depth);
      case '[':
        return this.readList(depth);
      case '"':
        return this.readString();
      case 't':
        return this.readWord('true', true);
      case 'f':
        return this.readWord('false', false);
      case 'n':
        return this.readWord('null', null);
      default:
        return this.readNumber();
    }
  }

  private readObject(depth: number): Value {
    this.enter(depth);
    const object: Record<string, Value> = {};
    if (this.take('}')) return object;
    do {
      this.skipSpace();
      if (this.text[this.position] !== '"') this.fail('json-syntax', 'A key in double quotes is needed here.');
      const start = this.position;
      const key = this.readString();
      if (this.repeatedKeys === 'refuse' && Object.hasOwn(object, key)) this.failAt(start, key);
      if (!this.take(':')) this.fail('json-syntax', 'A colon between the key and its value is needed here.');
      this.skipSpace();
      setOwn(object, key, this.readValue(depth + 1));
    } while (this.take(','));
    if (!this.take('}')) this.fail('json-syntax', 'A comma or the closing brace of the object is needed here.');
    return object;
  }

  private readList(depth: number): Value {
    this.enter(depth);
    const list: Value[] = [];
    if (this.take(']')) return list;
    do {
      this.skipSpace();
      list.push(this.readValue(depth + 1));
    } while (this.take(','));
    if (!this.take(']')) this.fail('json-syntax', 'A comma or the closing bracket of the list is needed here.');
    return list;
  }

  private readString(): string {
    let start = ++this.position;
    let value = '';
    for (;;) {
      plainCharacters.lastIndex = this.position;
      plainCharacters.test(this.text);
      this.position = plainCharacters.lastIndex;
      const code = this.text[this.position];
      if (code === '"') {
        value += this.text.slice(start, this.position++);
        return value;
      }
      if (code === undefined) this.fail('json-syntax', 'A text is not closed: its second double quote is missing.');
      if (code !== '\\')
        this.fail('json-syntax', 'A text holds a raw control character such as a line break; JSON wants \\n.');
      value += this.text.slice(start, this.position) + this.readEscape();
      start = this.position;
    }
  }

  private readEscape(): string {
    const letter = this.text[this.position + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.position + 2, this.position + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits))
        this.fail('json-syntax', 'After \\u there must be four hexadecimal digits.');
      this.position += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = escapes[letter];
    if (character === undefined) this.fail('json-syntax', `There is no escape \\${letter} in JSON.`);
    this.position += 2;
    return character;
  }

  private readWord(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.position)) this.fail('json-syntax', 'A JSON value is needed here.');
    this.position += word.length;
    return value;
  }

  private readNumber(): Value {
    numberPattern.lastIndex = this.position;
    if (!numberPattern.test(this.text)) this.fail('json-syntax', 'A JSON value is needed here.');
    const written = this.text.slice(this.position, numberPattern.lastIndex);
    const value = Decimal.of(written);
    if (value === undefined) this.fail('number-too-long', 'This number has more digits than Gangway keeps.');
    this.position = numberPattern.lastIndex;
    return value;
  }

  private enter(depth: number): void {
    if (depth > this.limits.depth) this.fail('too-deep', `The JSON is nested deeper than ${this.limits.depth} levels.`);
    this.position++;
  }

  /** Skips space and takes the character if it is next. */
  private take(character: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.position++;
    }
  }

  private failAt(position: number, key: string): never {
    this.position = position;
    const shown = JSON.stringify(key.length > 100 ? `${key.slice(0, 100)}...` : key);
    this.fail('repeated-key', `The key ${shown} comes a second time in the same object. Send it once.`);
  }

  private fail(code: string, message: string): never {
    throw new ReadingFault(code, message, this.position);
  }
}
