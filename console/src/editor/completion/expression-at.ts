import type { MessageFormat } from '../preview/message-draft.ts';

/** Where the cursor stands in a template. */
export type CursorPlace =
  /** Inside an expression: what stands between its beginning and the cursor, and where that begins. */
  | {
      readonly kind: 'expression';
      readonly before: string;
      readonly start: number;
      readonly directive: Directive | undefined;
    }
  | { readonly kind: 'secret'; readonly before: string; readonly start: number }
  /** In the author's own text: in quotes or an element's text, or where a value of its own may begin. */
  | { readonly kind: 'text'; readonly bare: boolean };

export type Directive = 'for' | 'if' | 'let';

/** The directive whose value is an expression without `${ }`, in each notation. */
const jsonDirective = /"\$(for|if|let)"\s*:\s*"((?:[^"\\\n]|\\.)*)$/;
const jsonLetEntry = /"\$let"\s*:\s*\{[^{}]*"[^"]*"\s*:\s*"((?:[^"\\\n]|\\.)*)$/;
const xmlDirective = /\s[A-Za-z][\w.-]*:(for|if|let)\s*=\s*"([^"]*)$/;
const xmlDirectiveSingle = /\s[A-Za-z][\w.-]*:(for|if|let)\s*=\s*'([^']*)$/;

/** Tolerant: the template around the cursor is being written, and mostly cannot be compiled at this moment. */
export function cursorPlace(format: MessageFormat, text: string, cursor: number): CursorPlace {
  const secret = openSecret(text, cursor);
  if (secret !== undefined) return secret;
  const start = openExpression(text, cursor);
  if (start !== undefined) {
    return { kind: 'expression', before: text.slice(start, cursor), start, directive: undefined };
  }
  const directive = format === 'text' ? undefined : openDirective(format, text, cursor);
  if (directive !== undefined) return directive;
  return { kind: 'text', bare: format !== 'text' && format !== 'xml' && !inJsonText(text, cursor) };
}

function openSecret(text: string, cursor: number): CursorPlace | undefined {
  const start = text.lastIndexOf('{{secret:', cursor);
  if (start < 0 || start + 9 > cursor) return undefined;
  const before = text.slice(start + 9, cursor);
  return /[}\n]/.test(before) ? undefined : { kind: 'secret', before, start: start + 9 };
}

/** The offset behind the `${` that is still open here. A text in quotes may hold braces. */
export function openExpression(text: string, cursor: number): number | undefined {
  for (let at = text.lastIndexOf('${', cursor - 1); at >= 0; at = text.lastIndexOf('${', at - 1)) {
    if (at + 2 > cursor) continue;
    if (cursor - at > 20_000) return undefined;
    if (isOpen(text, at + 2, cursor)) return at + 2;
    // One that was closed before the cursor: an outer one would have to be open across it, which only an inner `${` in parentheses does.
    if (!text.slice(at, cursor).includes('}')) return undefined;
    if (!text.slice(0, at).trimEnd().endsWith('(') && !/\$\{[^}]*$/.test(text.slice(Math.max(0, at - 200), at)))
      return undefined;
  }
  return undefined;
}

function isOpen(text: string, start: number, cursor: number): boolean {
  let depth = 1;
  for (let at = start; at < cursor; at++) {
    const character = text.charAt(at);
    if (character === '{') depth++;
    else if (character === '}') {
      depth--;
      if (depth === 0) return false;
    } else if (character === "'" || character === '"') {
      const end = endOfText(text, at, cursor);
      if (end >= cursor) return true;
      at = end;
    } else if (character === '\n' && depth === 1 && /^\s*(?:<|"[^"]*"\s*:)/.test(text.slice(at + 1, at + 60)))
      return false;
  }
  return true;
}

function endOfText(text: string, start: number, limit: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < limit; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) {
      if (text.charAt(at + 1) !== quote) return at;
      at++;
    }
  }
  return limit;
}

function openDirective(format: MessageFormat, text: string, cursor: number): CursorPlace | undefined {
  const before = text.slice(Math.max(0, cursor - 4_000), cursor);
  if (format === 'xml') {
    if (before.lastIndexOf('>') > before.lastIndexOf('<')) {
      // A comparison in a directive has a `>` of its own; then the quote is still open.
      const tag = before.lastIndexOf('<', before.lastIndexOf('>'));
      if (!/["'][^"']*$/.test(before.slice(Math.max(0, tag)))) return undefined;
    }
    const match = xmlDirective.exec(before) ?? xmlDirectiveSingle.exec(before);
    return match === null ? undefined : directiveOf(match[1], match[2] ?? '', cursor);
  }
  const match = jsonDirective.exec(before);
  if (match !== null) return directiveOf(match[1], match[2] ?? '', cursor);
  const entry = jsonLetEntry.exec(before);
  return entry === null ? undefined : directiveOf('if', entry[1] ?? '', cursor);
}

function directiveOf(name: string | undefined, before: string, cursor: number): CursorPlace {
  const directive = name === 'for' || name === 'let' ? name : 'if';
  return { kind: 'expression', before, start: cursor - before.length, directive };
}

/** Whether a quote is open on this line, so that an expression here becomes text. */
function inJsonText(text: string, cursor: number): boolean {
  const lineStart = text.lastIndexOf('\n', cursor - 1) + 1;
  let open = false;
  for (let at = lineStart; at < cursor; at++) {
    if (text.charAt(at) === '\\' && open) at++;
    else if (text.charAt(at) === '"') open = !open;
  }
  return open;
}
