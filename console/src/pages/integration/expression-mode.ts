import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const words = /^(?:and|or|not|in|true|false|null)\b/i;

/** Colours of an expression that stands alone. */
export const expressionMode = StreamLanguage.define<null>({
  name: 'expression',
  startState: () => null,
  token: (stream) => {
    if (stream.eatSpace()) return null;
    if (stream.match(/^'(?:[^'\\]|\\.)*'?/) !== null || stream.match(/^"(?:[^"\\]|\\.)*"?/) !== null) return 'string';
    if (stream.match(/^\d+(?:\.\d+)?/) !== null) return 'number';
    if (stream.match(words) !== null) return 'keyword';
    if (stream.match(/^[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/u) !== null) return 'function';
    if (stream.match(/^[@#]?[\p{L}_][\p{L}\p{N}_]*/u) !== null) return 'variable';
    stream.next();
    return null;
  },
  tokenTable: { function: tags.function(tags.variableName), variable: tags.variableName },
});

export const expressionColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.string, class: 'gw-expression-text' },
    { tag: tags.number, class: 'gw-expression-number' },
    { tag: tags.keyword, class: 'gw-expression-word' },
    { tag: tags.function(tags.variableName), class: 'gw-expression-function' },
    { tag: tags.variableName, class: 'gw-expression-field' },
  ]),
);
