import type { TraceSpan } from '@gangway/language';

/** A text laid out for reading, and where each character of the original has gone. */
export interface LaidOut {
  readonly text: string;
  readonly spans: readonly TraceSpan[];
}

/**
 * JSON on lines with indentation; only white space is added, so every stretch of the message is found again. A message with white space of its own, or that is no
 * JSON, stays as it is.
 */
export function prettyJson(text: string, spans: readonly TraceSpan[]): LaidOut {
  if (/^\s*[[{][\s\S]*\n/.test(text)) return { text, spans };
  const moved = new Uint32Array(text.length + 1);
  let laid = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      moved[at] = laid.length;
      laid += character;
      if (character === '\\') {
        moved[++at] = laid.length;
        laid += text.charAt(at);
      } else if (character === '"') quoted = false;
      continue;
    }
    const previous = text[at - 1];
    if ((character === '}' || character === ']') && previous !== '{' && previous !== '[') {
      depth--;
      laid += newLine(depth);
    } else if (character === '}' || character === ']') depth--;
    moved[at] = laid.length;
    laid += character;
    if (character === '"') quoted = true;
    if (character === ':') laid += ' ';
    if (character === ',') laid += newLine(depth);
    if ((character === '{' || character === '[') && !'}]'.includes(text.charAt(at + 1))) laid += newLine(++depth);
    else if (character === '{' || character === '[') depth++;
  }
  moved[text.length] = laid.length;
  return { text: laid, spans: spans.map((span) => movedSpan(span, moved)) };
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(Math.max(0, depth))}`;
}

/** The end is that of the last character, before what was added behind it. */
function movedSpan(span: TraceSpan, moved: Uint32Array): TraceSpan {
  return { ...span, start: moved[span.start] ?? 0, end: (moved[Math.max(span.end - 1, 0)] ?? 0) + 1 };
}
