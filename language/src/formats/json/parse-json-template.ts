import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Piece } from '../../placeholders.ts';
import type { SourceText } from '../../source-text.ts';
import { problemAt } from '../../stop.ts';
import { cutUntil, maskPlaceholders } from '../cut-until.ts';
import { TemplateFaults } from '../template-faults.ts';

/** A JSON template before its expressions are compiled; offsets are those of the author's source. */
export type JsonNode = JsonText | JsonHole | JsonLiteral | JsonList | JsonObject;

interface At {
  readonly start: number;
  readonly end: number;
}
/** A string; its pieces without the quotes, texts still with their JSON escapes. */
export interface JsonText extends At {
  readonly kind: 'text';
  readonly pieces: readonly Piece[];
}
/** A bare `${...}`. */
export interface JsonHole extends At {
  readonly kind: 'hole';
  readonly piece: Piece;
}
/** A number, true, false or null, as written. */
export interface JsonLiteral extends At {
  readonly kind: 'literal';
  readonly written: string;
}
export interface JsonList extends At {
  readonly kind: 'list';
  readonly items: readonly JsonNode[];
}
export interface JsonObject extends At {
  readonly kind: 'object';
  readonly entries: readonly JsonEntry[];
}
export interface JsonEntry {
  readonly key: JsonText;
  readonly value: JsonNode;
}

const MOST_LEVELS = 64;

/** jsonc-parser's ParseErrorCode (a const enum, which type stripping cannot import), in the words of an author. */
const sentences: Readonly<Record<number, string>> = {
  1: 'This is no JSON. Put a text into double quotes; comments are not allowed.',
  2: 'This number is not written as JSON wants it: digits, a point and digits, without leading zeros.',
  3: 'A key in double quotes is needed here. Perhaps a comma before it is one too many.',
  4: 'A value is needed here. Perhaps a comma before it is one too many.',
  5: 'A colon between the key and its value is needed here.',
  6: 'A comma between two values is needed here.',
  7: 'The closing brace } of the object is needed here.',
  8: 'The closing bracket ] of the list is needed here.',
  9: 'There is more text after the end of the JSON document.',
  10: 'JSON has no comments. Delete it.',
  11: 'JSON has no comments. Delete it.',
  12: 'This text has no closing double quote on its line.',
  13: 'This number has no end.',
  14: 'After \\u there must be four hexadecimal digits.',
  15: 'This escape does not exist in JSON. A backslash itself is written \\\\.',
  16: 'A text in JSON cannot hold a raw tab or another control character. Write \\t or \\n.',
};

/**
 * Reads a JSON template: the placeholders are cut out first, then jsonc-parser reads the rest, strictly (no comments, no trailing
 * commas). Throws TemplateFaults with every fault of the JSON at its place.
 */
export function parseJsonTemplate(source: SourceText): JsonNode {
  const cuts = cutJson(source);
  const masked = maskPlaceholders(source.text, cuts.masks);
  const errors: ParseError[] = [];
  const root = parseTree(masked, errors, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: false,
  });
  if (errors.length > 0 || root === undefined) throw new TemplateFaults(faultsOf(source, errors));
  return nodeOf(source, cuts, root);
}

interface JsonCuts {
  readonly masks: readonly { start: number; end: number; quoted: boolean }[];
  /** Pieces of every string, by the offset of its opening quote. */
  readonly texts: ReadonlyMap<number, readonly Piece[]>;
  /** Bare placeholders by their offset. */
  readonly holes: ReadonlyMap<number, Piece>;
}

function cutJson(source: SourceText): JsonCuts {
  const { text } = source;
  const masks: { start: number; end: number; quoted: boolean }[] = [];
  const texts = new Map<number, readonly Piece[]>();
  const holes = new Map<number, Piece>();
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const cut = cutUntil(source, at + 1, advanceInText);
      texts.set(at, cut.pieces);
      for (const piece of cut.pieces) if (piece.kind !== 'text') masks.push({ ...piece, quoted: false });
      at = cut.end;
    } else if (character === '$' && text[at + 1] === '{') {
      const [piece] = cutUntil(source, at, () => 0).pieces;
      if (piece === undefined) continue;
      holes.set(at, piece);
      masks.push({ ...piece, quoted: true });
      at = piece.end - 1;
    } else if (character === '{' || character === '[') {
      if (++depth > MOST_LEVELS) {
        const message = `The template is nested deeper than ${MOST_LEVELS} levels.`;
        throw new TemplateFaults([problemAt('too-deep', message, source.placeOf(at, at + 1))]);
      }
    } else if (character === '}' || character === ']') depth--;
  }
  return { masks, texts, holes };
}

/** A text ends at its quote; a line break ends it too, so that a forgotten quote does not swallow the rest of the template. */
function advanceInText(text: string, at: number): number {
  const character = text[at];
  if (character === '\\') return 2;
  return character === '"' || character === '\n' || character === '\r' ? 0 : 1;
}

function faultsOf(source: SourceText, errors: readonly ParseError[]) {
  if (errors.length === 0) {
    return [problemAt('json-syntax', 'The template is empty. Write a JSON document.', source.placeOf(0))];
  }
  // One mistake makes the parser stumble on: of those on one line only the first is worth reading, and the brackets that it misses
  // afterwards (7, 8, 9) are nothing that the author forgot.
  // Behind a text without its closing quote (12) everything is read the wrong way round.
  const lines = new Set<number>();
  const codes: readonly number[] = errors.map((error) => error.error);
  const open = codes.indexOf(12);
  return errors.slice(0, open < 0 ? errors.length : open + 1).flatMap((error, index) => {
    const code: number = error.error;
    const place = source.placeOf(error.offset, error.offset + error.length);
    if (lines.has(place.line) || (index > 0 && code >= 7 && code <= 9)) return [];
    lines.add(place.line);
    return [problemAt('json-syntax', sentences[code] ?? 'This is no JSON.', place)];
  });
}

function nodeOf(source: SourceText, cuts: JsonCuts, node: Node): JsonNode {
  const start = node.offset;
  const end = start + node.length;
  switch (node.type) {
    case 'object':
      return {
        kind: 'object',
        start,
        end,
        entries: (node.children ?? []).flatMap((property) => entryOf(source, cuts, property)),
      };
    case 'array':
      return { kind: 'list', start, end, items: (node.children ?? []).map((child) => nodeOf(source, cuts, child)) };
    case 'string': {
      const piece = cuts.holes.get(start);
      return piece === undefined ? textNode(cuts, node) : { kind: 'hole', start, end, piece };
    }
    case 'number':
    case 'boolean':
    case 'null':
    case 'property':
      return { kind: 'literal', start, end, written: source.text.slice(start, end) };
  }
}

function entryOf(source: SourceText, cuts: JsonCuts, property: Node): JsonEntry[] {
  const [key, value] = property.children ?? [];
  if (key === undefined || value === undefined) return [];
  const hole = cuts.holes.get(key.offset);
  if (hole !== undefined) {
    const message = 'Put double quotes around an expression that makes a key: "${...}".';
    throw new TemplateFaults([problemAt('json-syntax', message, source.placeOf(hole.start, hole.end))]);
  }
  return [{ key: textNode(cuts, key), value: nodeOf(source, cuts, value) }];
}

function textNode(cuts: JsonCuts, node: Node): JsonText {
  return {
    kind: 'text',
    start: node.offset,
    end: node.offset + node.length,
    pieces: cuts.texts.get(node.offset) ?? [],
  };
}
