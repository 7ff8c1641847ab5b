import { foldService } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

/** What can be folded: elements, objects and lists that go over several lines, from the end of their first line. */
export const folds = foldService.of((state, lineStart, lineEnd) => {
  const line = state.sliceDoc(lineStart, lineEnd);
  return elementFold(state, line, lineEnd) ?? bracketFold(state, line, lineStart, lineEnd);
});

const longestFold = 200_000;

/** The last brace or bracket of the line that is still open at its end. */
function bracketFold(
  state: EditorState,
  line: string,
  lineStart: number,
  lineEnd: number,
): { from: number; to: number } | null {
  const open: number[] = [];
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '"') at = endOfText(line, at);
    else if (character === '{' || character === '[') open.push(at);
    else if (character === '}' || character === ']') open.pop();
  }
  const start = open.at(-1);
  if (start === undefined || lineEnd >= state.doc.length) return null;
  const text = state.sliceDoc(lineStart + start, Math.min(state.doc.length, lineStart + start + longestFold));
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfText(text, at);
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) {
      const to = lineStart + start + at;
      return to > lineEnd ? { from: lineStart + start + 1, to } : null;
    }
  }
  return null;
}

function endOfText(text: string, start: number): number {
  const match = /^"(?:[^"\\\n]|\\.)*"?/.exec(text.slice(start, start + 2_000));
  return start + (match?.[0].length ?? 1) - 1;
}

/** From the end of the opening tag's line to before the closing tag with the same indentation depth of names. */
function elementFold(state: EditorState, line: string, lineEnd: number): { from: number; to: number } | null {
  const opening =
    /<([A-Za-z_][\w:.-]*)(?:"[^"]*"|'[^']*'|[^"'<>])*$|<([A-Za-z_][\w:.-]*)(?:"[^"]*"|'[^']*'|[^"'<>/])*>\s*$/.exec(
      line,
    );
  const name = opening?.[1] ?? opening?.[2];
  if (name === undefined) return null;
  const rest = state.sliceDoc(lineEnd, Math.min(state.doc.length, lineEnd + longestFold));
  const tag = new RegExp(`<(/?)${name.replaceAll('.', '\\.')}(?=[\\s/>])(?:"[^"]*"|'[^']*'|[^"'>])*?(/?)>`, 'g');
  let depth = 1;
  for (const match of rest.matchAll(tag)) {
    if (match[1] === '/') depth--;
    else if (match[2] !== '/') depth++;
    if (depth === 0)
      return match.index > 0 && rest.slice(0, match.index).includes('\n')
        ? { from: lineEnd, to: lineEnd + match.index }
        : null;
  }
  return null;
}
