import type { MessageFormat } from '../preview/message-draft.ts';

/** A name that a loop or a let gives to everything inside it. */
export interface Declaration {
  readonly kind: 'for' | 'let';
  readonly name: string;
  /** `line, number in input.lines`: the name of the position. */
  readonly position?: string;
  /** The list, or the value. */
  readonly expression: string;
}

/** The names that are known at this place, outer ones first. Tolerant of a template that is half written. */
export function namesAround(format: MessageFormat, text: string, cursor: number): Declaration[] {
  if (format === 'text') return [];
  return (format === 'xml' ? xmlDirectives(text, cursor) : jsonDirectives(text, cursor)).flatMap(({ kind, source }) =>
    declarationsOf(kind, source),
  );
}

interface Written {
  readonly kind: 'for' | 'let';
  readonly source: string;
}

const tag =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]*>|<[A-Za-z_](?:"[^"]*"|'[^']*'|[^"'>])*>?/g;
const directive = /\s[A-Za-z][\w.-]*:(for|let)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Of every element that is open at the cursor, its own tag included. */
function xmlDirectives(text: string, cursor: number): Written[] {
  const open: Written[][] = [];
  for (const match of text.matchAll(tag)) {
    if (match.index >= cursor) break;
    const [written] = match;
    const isInside = match.index + written.length > cursor;
    if (written.startsWith('<!') || written.startsWith('<?')) continue;
    if (written.startsWith('</')) {
      if (!isInside) open.pop();
    } else if (isInside || !written.endsWith('/>')) open.push(directivesOf(written));
  }
  return open.flat();
}

function directivesOf(written: string): Written[] {
  const found = Array.from(written.matchAll(directive), (match): Written => ({
    kind: match[1] === 'let' ? 'let' : 'for',
    source: match[2] ?? match[3] ?? '',
  }));
  return found.toSorted((left, right) => (left.kind === right.kind ? 0 : left.kind === 'let' ? -1 : 1));
}

/** Of every object that is open at the cursor: its `$let` and `$for` stand anywhere among its own keys. */
function jsonDirectives(text: string, cursor: number): Written[] {
  return openObjects(text, cursor).flatMap((start) => ownDirectives(text, start));
}

/** Offsets of the braces that are open at the cursor. Braces of expressions are in texts, or follow a `$`. */
function openObjects(text: string, cursor: number): number[] {
  const open: { at: number; isObject: boolean }[] = [];
  for (let at = 0; at < cursor; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfJsonText(text, at, cursor);
    else if (character === '{') open.push({ at, isObject: text.charAt(at - 1) !== '$' });
    else if (character === '}') open.pop();
  }
  return open.filter(({ isObject }) => isObject).map(({ at }) => at);
}

function endOfJsonText(text: string, start: number, limit: number): number {
  for (let at = start + 1; at < limit; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '"' || character === '\n') return at;
    else if (character === '$' && text.charAt(at + 1) === '{') {
      const end = text.indexOf('}', at);
      if (end < 0 || end >= limit) return limit;
      at = end;
    }
  }
  return limit;
}

function ownDirectives(text: string, start: number): Written[] {
  const found: Written[] = [];
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) break;
    } else if (character === '"') {
      if (depth === 1) found.push(...directiveAt(text, at));
      at = endOfJsonText(text, at, text.length);
    }
  }
  return found.toSorted((left, right) => (left.kind === right.kind ? 0 : left.kind === 'let' ? -1 : 1));
}

const directiveEntry = /"\$(for|let)"\s*:\s*(?:"((?:[^"\\\n]|\\.)*)"|\{([^{}]*)\})/y;

function directiveAt(text: string, at: number): Written[] {
  directiveEntry.lastIndex = at;
  const match = directiveEntry.exec(text);
  if (match === null) return [];
  const kind = match[1] === 'let' ? 'let' : 'for';
  if (match[3] === undefined) return [{ kind, source: match[2] ?? '' }];
  const entries = match[3].matchAll(/"([^"]*)"\s*:\s*"((?:[^"\\\n]|\\.)*)"/g);
  return Array.from(entries, (entry): Written => ({ kind: 'let', source: `${entry[1] ?? ''} = ${entry[2] ?? ''}` }));
}

const loop =
  /^\s*(?:\$\{)?\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?:[,;]\s*([\p{L}_][\p{L}\p{N}_]*)\s*)?\s+in\s+([\s\S]*?)\}?\s*$/u;
const binding = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*==?\s*([\s\S]*)$/u;

function declarationsOf(kind: 'for' | 'let', source: string): Declaration[] {
  if (kind === 'for') {
    const match = loop.exec(source);
    if (match === null) return [];
    const [, name = '', position, expression = ''] = match;
    return [{ kind, name, expression, ...(position === undefined ? {} : { position }) }];
  }
  return splitBindings(source).flatMap((one): Declaration[] => {
    const match = binding.exec(one);
    return match === null ? [] : [{ kind, name: match[1] ?? '', expression: (match[2] ?? '').trim() }];
  });
}

/** At semicolons outside texts and parentheses. */
function splitBindings(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
    else if (character === "'" || character === '"') {
      const end = source.indexOf(character, at + 1);
      at = end < 0 ? source.length : end;
    } else if (character === ';' && depth === 0) {
      parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, source.slice(from)];
}
