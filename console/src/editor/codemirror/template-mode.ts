import { StreamLanguage, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import type { MessageFormat } from '../preview/message-draft.ts';

/*
 * Colours of a template: the marks of its format, and the expressions in it. A tokenizer of its own, line by line, because no parser of JSON or XML gets along with
 * `${...}` between its marks; it never fails, however half-written the text is.
 */

/** Where the tokenizer is; the innermost last. */
type Mode =
  | { readonly is: 'base' }
  /** A JSON text; `directive`: the whole of it is an expression. */
  | { readonly is: 'text'; readonly directive: boolean }
  | { readonly is: 'tag' }
  | { readonly is: 'attribute'; readonly quote: string; readonly directive: boolean }
  | { readonly is: 'until'; readonly end: string; readonly style: string }
  | { is: 'expression'; depth: number };

interface State {
  modes: Mode[];
  /** JSON: the last key was a directive, so that the text behind it is an expression. */
  afterDirective: boolean;
  /** XML: the last attribute was a directive. */
  directive: boolean;
}

const words = /^(?:and|or|not|in|true|false|null)\b/i;

export function templateMode(format: MessageFormat) {
  return StreamLanguage.define<State>({
    name: `template-${format}`,
    startState: () => ({ modes: [{ is: 'base' }], afterDirective: false, directive: false }),
    copyState: (state) => ({ ...state, modes: state.modes.map((mode) => ({ ...mode })) }),
    token: (stream, state) => tokenOf(format, stream, state),
    tokenTable: {
      expression: tags.special(tags.variableName),
      brace: tags.special(tags.brace),
      field: tags.variableName,
      function: tags.function(tags.variableName),
      quoted: tags.special(tags.string),
      text: tags.string,
      key: tags.propertyName,
      directive: tags.keyword,
      tag: tags.tagName,
      attribute: tags.attributeName,
      number: tags.number,
      word: tags.bool,
      operator: tags.operator,
      comment: tags.comment,
      secret: tags.special(tags.atom),
      mark: tags.punctuation,
      meta: tags.meta,
    },
    languageData: {
      closeBrackets: { brackets: ['(', '[', '{', '"', "'"], before: ')]}:;>"\'<' },
      commentTokens: format === 'xml' ? { block: { open: '<!--', close: '-->' } } : {},
    },
  });
}

function tokenOf(format: MessageFormat, stream: StringStream, state: State): string | null {
  const mode = state.modes.at(-1) ?? { is: 'base' };
  if (mode.is === 'expression') return expressionToken(stream, state, mode);
  if (stream.match(/^\{\{secret:[^}\n]*\}\}/)) return 'secret';
  if (mode.is !== 'until' && stream.match('${')) {
    state.modes.push({ is: 'expression', depth: 1 });
    return 'brace';
  }
  switch (mode.is) {
    case 'text':
      return textToken(stream, state, mode.directive);
    case 'attribute':
      return attributeToken(stream, state, mode);
    case 'tag':
      return tagToken(stream, state);
    case 'until':
      return untilToken(stream, state, mode);
    case 'base':
      return format === 'xml'
        ? xmlToken(stream, state)
        : format === 'text'
          ? plainToken(stream)
          : jsonToken(stream, state);
  }
}

/** One word of an expression, up to the brace that closes it. */
function expressionToken(stream: StringStream, state: State, mode: { depth: number }): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match('{{secret:')) {
    stream.match(/^[^}]*\}\}/);
    return 'secret';
  }
  const next = stream.peek() ?? '';
  if (next === '{') mode.depth++;
  if (next === '}' && --mode.depth === 0) {
    stream.next();
    state.modes.pop();
    return 'brace';
  }
  return wordToken(stream);
}

function wordToken(stream: StringStream): string | null {
  if (stream.match(/^\\?(["'])(?:(?!\1)[^\\]|\\.|\1\1)*\\?\1/)) return 'quoted';
  if (stream.match(/^\d+(?:\.\d+)?/)) return 'number';
  if (stream.match(words)) return 'word';
  if (stream.match(/^[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/u)) return 'function';
  if (stream.match(/^[@#]?[\p{L}_][\p{L}\p{N}_]*/u)) return 'field';
  if (stream.match(/^[-+*/%&=<>?:|!]+/)) return 'operator';
  stream.next();
  return 'mark';
}

function plainToken(stream: StringStream): null {
  // At least one character: a `{{secret:` without an end is text.
  do stream.next();
  while (!stream.eol() && !stream.match(/^(?:\$\{|\{\{secret:)/, false));
  return null;
}

function jsonToken(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^"\$(?:for|if|else|let|value)"(?=\s*:)/)) {
    state.afterDirective = /"\$(?:for|if|let)"$/.test(stream.current());
    return 'directive';
  }
  if (stream.match(/^"(?:[^"\\$\n]|\\.|\$(?!\{))*"(?=\s*:)/)) {
    state.afterDirective = false;
    return 'key';
  }
  if (stream.match('"')) {
    state.modes.push({ is: 'text', directive: state.afterDirective });
    state.afterDirective = false;
    return 'text';
  }
  if (stream.match(/^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/)) return 'number';
  if (stream.match(/^(?:true|false|null)\b/)) return 'word';
  stream.next();
  return 'mark';
}

function textToken(stream: StringStream, state: State, directive: boolean): string | null {
  if (stream.match('"')) {
    state.modes.pop();
    return 'text';
  }
  if (stream.eol()) state.modes.pop();
  if (directive) return stream.eatSpace() ? null : stream.match(/^'(?:[^'\\]|\\.|'')*'/) ? 'quoted' : wordToken(stream);
  do {
    // An escape is two characters, the quote behind a backslash is none.
    stream.match('\\');
    stream.next();
  } while (!stream.eol() && !stream.match(/^(?:"|\$\{|\{\{secret:)/, false));
  if (stream.eol()) state.modes.pop();
  return 'text';
}

function xmlToken(stream: StringStream, state: State): string | null {
  if (stream.match('<!--')) return until(state, '-->', 'comment');
  if (stream.match('<![CDATA[')) return 'mark';
  if (stream.match(']]>')) return 'mark';
  if (stream.match('<?')) return until(state, '?>', 'meta');
  if (stream.match(/^<\/?[^\s/>"'=]*/)) {
    state.modes.push({ is: 'tag' });
    return 'tag';
  }
  do stream.next();
  while (!stream.eol() && !stream.match(/^(?:<|\]\]>|\$\{|\{\{secret:)/, false));
  return null;
}

function until(state: State, end: string, style: string): string {
  state.modes.push({ is: 'until', end, style });
  return style;
}

function untilToken(stream: StringStream, state: State, { end, style }: { end: string; style: string }): string {
  if (stream.skipTo(end)) {
    stream.match(end);
    state.modes.pop();
  } else stream.skipToEnd();
  return style;
}

function tagToken(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^\/?>/)) {
    state.modes.pop();
    return 'tag';
  }
  if (stream.match(/^[^\s=/>"'<]+/)) {
    state.directive = /:(?:for|if|let|else)$/.test(stream.current());
    return state.directive ? 'directive' : 'attribute';
  }
  const quote = stream.next() ?? '';
  if (quote !== '"' && quote !== "'") return 'mark';
  state.modes.push({ is: 'attribute', quote, directive: state.directive });
  return 'text';
}

function attributeToken(
  stream: StringStream,
  state: State,
  { quote, directive }: { quote: string; directive: boolean },
): string | null {
  if (stream.match(quote)) {
    state.modes.pop();
    return 'text';
  }
  if (directive) {
    if (stream.eatSpace()) return null;
    return stream.match(quote === '"' ? /^'(?:[^'\\]|\\.|'')*'/ : /^"(?:[^"\\]|\\.|"")*"/)
      ? 'quoted'
      : wordToken(stream);
  }
  do stream.next();
  while (!stream.eol() && stream.peek() !== quote && !stream.match(/^(?:\$\{|\{\{secret:)/, false));
  return 'text';
}
