import type { Bindings, Compilation } from '../../compile.ts';
import { Decimal } from '../../decimal.ts';
import type { Environment } from '../../environment.ts';
import type { Leaf } from '../../leaf.ts';
import { setOwn } from '../../readers/own-property.ts';
import type { Place, Range } from '../../source-text.ts';
import { suggest } from '../../suggest.ts';
import type { Value } from '../../types.ts';
import type { JsonEntry, JsonNode, JsonObject, JsonText } from './parse-json-template.ts';
import type { JsonEntryPart, JsonPart } from './json-part.ts';

const directiveNames = ['$for', '$if', '$else', '$let', '$value'] as const;
/** Keys with a meaning in JSON Schema and in .NET's JSON, although they look like slips of ours. */
const ordinaryKeys = ['$id', '$ref', '$type', '$values', '$schema'];
type DirectiveName = (typeof directiveNames)[number];

/** Where a node stands: only a list has room for the items of a `$for`. */
type Position = 'in-list' | 'alone';

/** Compiles a JSON template; problems are collected in the compilation, each at its place. */
export function compileJson(compilation: Compilation, node: JsonNode, environment: Environment): JsonPart {
  return new JsonCompiler(compilation).compile(node, environment, 'alone');
}

class JsonCompiler {
  private readonly compilation: Compilation;

  constructor(compilation: Compilation) {
    this.compilation = compilation;
  }

  compile(node: JsonNode, environment: Environment, position: Position): JsonPart {
    const place = this.placeOf(node);
    switch (node.kind) {
      case 'text':
        return leafPart(compileTextLeaf(this.compilation, node, environment), place);
      case 'hole':
        return leafPart(this.holeLeaf(node, environment), place);
      case 'literal':
        return { kind: 'constant', value: this.literalValue(node.written, place), place };
      case 'list': {
        const items = node.items.map((item) => this.compile(item, environment, 'in-list'));
        return constantList(items, place) ?? { kind: 'list', items, place };
      }
      case 'object':
        return this.compileObject(node, environment, position);
    }
  }

  /** The order on one node is let, for, if: each wraps the ones behind it. */
  private compileObject(node: JsonObject, outer: Environment, position: Position): JsonPart {
    const { directives, entries } = this.sortEntries(node);
    const place = this.placeOf(node);
    const names = this.compileLet(directives.get('$let'), outer);
    let environment = names.at(-1)?.environment ?? outer;
    const loopRange = this.directiveRange(directives.get('$for'), '"line in input.lines"');
    const loop = loopRange && this.compilation.loop(loopRange, environment);
    if (loop !== undefined) environment = loop.environment;
    if (loop !== undefined && position !== 'in-list') {
      const message = '$for makes items of a list: put brackets around this object, [ { "$for": ... } ].';
      this.compilation.report('misplaced-directive', message, this.placeOf(directives.get('$for')?.key ?? node));
    }

    let part = this.compileIf(node, directives, entries, environment, position);
    if (loop !== undefined && loopRange !== undefined) {
      const source = this.compilation.source.text.slice(loopRange.start, loopRange.end);
      part = { kind: 'for', loop, source, body: part, place: loop.place };
    }
    return names.length > 0 ? { kind: 'let', names, body: part, place } : part;
  }

  private compileIf(
    node: JsonObject,
    directives: ReadonlyMap<DirectiveName, JsonEntry>,
    entries: readonly JsonEntry[],
    environment: Environment,
    position: Position,
  ): JsonPart {
    const range = this.directiveRange(directives.get('$if'), '"input.paid"');
    const condition = range && this.compilation.condition(range, environment);
    const then = this.compileBody(node, directives.get('$value'), entries, environment);
    const otherwise = directives.get('$else');
    if (otherwise !== undefined && !directives.has('$if')) {
      this.compilation.report('misplaced-directive', '$else needs an $if beside it.', this.placeOf(otherwise.key));
    }
    const otherwisePart = otherwise && this.compile(otherwise.value, environment, position);
    if (condition === undefined) return then;
    return { kind: 'if', condition, then, otherwise: otherwisePart, place: condition.place };
  }

  /** What is left of an object without its directives: `$value` where it stands for another value, else its own entries. */
  private compileBody(
    node: JsonObject,
    value: JsonEntry | undefined,
    entries: readonly JsonEntry[],
    environment: Environment,
  ): JsonPart {
    const [extra] = entries;
    if (value !== undefined && extra !== undefined) {
      const message = 'Beside $value there can be no other keys: $value is the whole value.';
      this.compilation.report('misplaced-directive', message, this.placeOf(extra.key));
    }
    if (value !== undefined) return this.compile(value.value, environment, 'alone');
    this.refuseRepeatedKeys(entries);
    const parts = entries.map((entry): JsonEntryPart => ({
      key: this.keyLeaf(entry.key, environment),
      value: this.compile(entry.value, environment, 'alone'),
    }));
    const place = this.placeOf(node);
    return constantObject(parts, place) ?? { kind: 'object', entries: parts, place };
  }

  /** `"$let": "total = sum(...); half = total / 2"` or `"$let": { "total": "sum(...)", "half": "total / 2" }`. */
  private compileLet(entry: JsonEntry | undefined, environment: Environment): Bindings[] {
    if (entry === undefined) return [];
    if (entry.value.kind !== 'object') {
      const range = this.directiveRange(entry, '"total = sum(input.lines, item.total)"');
      return range === undefined ? [] : [this.compilation.bindings(range, environment)];
    }
    const names: Bindings[] = [];
    for (const { key, value } of entry.value.entries) {
      const name = constantText(this.compilation, key);
      const inner = names.at(-1)?.environment ?? environment;
      if (name === undefined || !/^\p{L}[\p{L}\p{N}_]*$/u.test(name)) {
        const message = 'A name consists of letters, digits and _, and begins with a letter.';
        this.compilation.report('syntax', message, this.placeOf(key));
      }
      const range = this.directiveRange({ key, value }, '"an expression"');
      if (name === undefined || range === undefined) continue;
      names.push(this.compilation.declare(name, this.compilation.expression(range, inner), inner));
    }
    return names;
  }

  private sortEntries(node: JsonObject) {
    const directives = new Map<DirectiveName, JsonEntry>();
    const entries: JsonEntry[] = [];
    for (const entry of node.entries) {
      const key = constantText(this.compilation, entry.key);
      const directive = directiveNames.find((name) => name === key);
      if (directive === undefined) {
        entries.push(entry);
        const meant = key === undefined ? undefined : meantDirective(key);
        if (meant !== undefined) {
          this.compilation.report(
            'unknown-directive',
            `There is no directive "${key ?? ''}". Did you mean "${meant}"?`,
            this.placeOf(entry.key),
          );
        }
      } else if (directives.has(directive)) {
        this.compilation.report('repeated-key', `"${directive}" stands twice in this object.`, this.placeOf(entry.key));
      } else directives.set(directive, entry);
    }
    return { directives, entries };
  }

  private refuseRepeatedKeys(entries: readonly JsonEntry[]): void {
    const seen = new Set<string>();
    for (const { key } of entries) {
      const name = constantText(this.compilation, key);
      if (name !== undefined && seen.has(name)) {
        this.compilation.report('repeated-key', `The key "${name}" stands twice in this object.`, this.placeOf(key));
      }
      if (name !== undefined) seen.add(name);
    }
  }

  /** The expression of a directive: the text between the quotes, a bare `${}`, or true and false. */
  private directiveRange(entry: JsonEntry | undefined, example: string): Range | undefined {
    if (entry === undefined) return undefined;
    const { key, value } = entry;
    if (value.kind === 'text') return { start: value.start + 1, end: value.end - 1 };
    if (value.kind === 'hole' || value.kind === 'literal') return value;
    const name = this.compilation.source.text.slice(key.start + 1, key.end - 1);
    this.compilation.report(
      'misplaced-directive',
      `Write "${name}" with an expression: "${name}": ${example}.`,
      this.placeOf(value),
    );
    return undefined;
  }

  private keyLeaf(key: JsonText, environment: Environment): Leaf {
    const leaf = compileTextLeaf(this.compilation, key, environment);
    if (leaf.alone) this.compilation.expectText({ ...leaf, literal: undefined });
    return leaf;
  }

  private holeLeaf(node: Extract<JsonNode, { kind: 'hole' }>, environment: Environment): Leaf {
    const { piece } = node;
    if (piece.kind !== 'expression') return this.compilation.leaf([], node);
    return this.compilation.leaf([this.compilation.expression(piece.inner, environment)], node);
  }

  private literalValue(written: string, place: Place): Value {
    if (written === 'null') return null;
    if (written === 'true' || written === 'false') return written === 'true';
    const number = Decimal.of(written);
    if (number !== undefined) return number;
    this.compilation.report('number-too-long', 'This number has more digits than Gangway keeps.', place);
    return null;
  }

  private placeOf(range: Range): Place {
    return this.compilation.source.placeOf(range.start, range.end);
  }
}

/** The directive that a key beginning with $ probably should be. */
function meantDirective(key: string): string | undefined {
  if (!key.startsWith('$') || ordinaryKeys.includes(key)) return undefined;
  if (/^\$(?:each|for-?each)$/i.test(key)) return '$for';
  return /^\$(?:elseif|elif)$/i.test(key) ? '$else' : suggest(key, directiveNames);
}

/** A JSON string: its texts without their escapes, its expressions compiled. */
export function compileTextLeaf(compilation: Compilation, node: JsonText, environment: Environment): Leaf {
  const parts = node.pieces.map((piece) => {
    switch (piece.kind) {
      case 'text':
        return unescapeJson(compilation.source.text.slice(piece.start, piece.end));
      case 'expression':
        return compilation.expression(piece.inner, environment);
      case 'secret':
        return { secret: piece.name };
    }
  });
  return compilation.leaf(parts, node);
}

/** The text of a string without expressions. */
export function constantText(compilation: Compilation, node: JsonText): string | undefined {
  if (node.pieces.some((piece) => piece.kind !== 'text')) return undefined;
  return unescapeJson(compilation.source.text.slice(node.start + 1, node.end - 1));
}

/** The parser has checked the escapes; a JSON string cannot do anything but become a text. */
function unescapeJson(written: string): string {
  return written.includes('\\') ? String(JSON.parse(`"${written}"`)) : written;
}

function leafPart(leaf: Leaf, place: Place): JsonPart {
  return leaf.constant === undefined
    ? { kind: 'leaf', leaf, place }
    : { kind: 'constant', value: leaf.constant, place };
}

function constantList(items: readonly JsonPart[], place: Place): JsonPart | undefined {
  const value: Value[] = [];
  for (const item of items) {
    if (item.kind !== 'constant') return undefined;
    value.push(item.value);
  }
  return { kind: 'constant', value, place };
}

function constantObject(entries: readonly JsonEntryPart[], place: Place): JsonPart | undefined {
  const value: Record<string, Value> = {};
  for (const { key, value: part } of entries) {
    if (part.kind !== 'constant' || key.constant === undefined) return undefined;
    setOwn(value, key.constant, part.value);
  }
  return { kind: 'constant', value, place };
}
