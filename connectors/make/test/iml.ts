/**
 * A small interpreter of the expressions that this app uses: paths, texts, numbers, calls, comparisons and `+`. It is no emulator of Make: what it does not know
 * it refuses, so that nothing is used here that was not looked up in Make's documentation.
 */
export type Scope = Readonly<Record<string, unknown>>;

type Node =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node };

const token = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^'\\]|\\.)*)'|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|>=|<=|[=<>+.,;()]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign';
  readonly text: string;
}

function tokens(source: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (match === null) throw new Error(`Not understood: ${source.slice(at)}`);
    const [, number, text, name, sign] = match;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (text !== undefined) found.push({ kind: 'text', text: text.replaceAll(/\\(.)/g, '$1') });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else found.push({ kind: 'sign', text: sign ?? '' });
  }
  return found;
}

const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, undefined, emptyarray: [] };
/** Loosest first. */
const levels: readonly (readonly string[])[] = [['=', '==', '!=', '<', '<=', '>', '>='], ['+']];

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#tokens = tokens(source);
  }

  all(): Node {
    const node = this.#level(0);
    if (this.#at < this.#tokens.length) throw new Error(`Not understood: ${this.#tokens[this.#at]?.text ?? ''}`);
    return node;
  }

  #level(level: number): Node {
    const operators = levels[level];
    if (operators === undefined) return this.#operand();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = operators.find((sign) => this.#takes(sign));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#level(level + 1) };
    }
  }

  #operand(): Node {
    const next = this.#tokens[this.#at++];
    if (next === undefined) throw new Error('The expression ends too early.');
    if (next.kind === 'number') return { kind: 'value', value: Number(next.text) };
    if (next.kind === 'text') return { kind: 'value', value: next.text };
    if (next.kind === 'sign') {
      if (next.text !== '(') throw new Error(`Not understood: ${next.text}`);
      const inner = this.#level(0);
      this.#expect(')');
      return inner;
    }
    if (this.#takes('(')) return { kind: 'call', name: next.text, arguments: this.#arguments() };
    if (next.text in words && !this.#sees('.')) return { kind: 'value', value: words[next.text] };
    const names = [next.text];
    while (this.#takes('.')) names.push(this.#tokens[this.#at++]?.text ?? '');
    return { kind: 'path', names };
  }

  #arguments(): Node[] {
    const found: Node[] = [];
    if (this.#takes(')')) return found;
    do found.push(this.#level(0));
    while (this.#takes(',') || this.#takes(';'));
    this.#expect(')');
    return found;
  }

  #sees(sign: string): boolean {
    const next = this.#tokens[this.#at];
    return next?.kind === 'sign' && next.text === sign;
  }

  #takes(sign: string): boolean {
    if (!this.#sees(sign)) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw new Error(`A ${sign} is missing.`);
  }
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
export function textOf(value: unknown): string {
  if (isEmpty(value)) return '';
  // Whatever is no object has a text of its own.
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`;
}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;

/** What each function does by Make's documentation. */
const functions: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  ifempty: (value, other) => (isEmpty(value) ? other : value),
  if: (condition, yes, no) => (isTrue(condition) ? yes : no),
  length: (value) => (typeof value === 'string' ? value.length : listOf(value).length),
  map: (list, key) => listOf(list).map((item) => at(item, textOf(key))),
  join: (list, separator) => listOf(list).map(textOf).join(textOf(separator)),
  add: (list, ...more) => [...listOf(list), ...more],
  trim: (value) => textOf(value).trim(),
  capitalize: (value) => textOf(value).charAt(0).toUpperCase() + textOf(value).slice(1),
  substring: (value, start, end) => textOf(value).slice(Number(start), Number(end)),
  parseNumber: (value) => Number(textOf(value)),
  replace: (value, search, other) => {
    const [, pattern, flags] = /^\/(.*)\/([a-z]*)$/.exec(textOf(search)) ?? [];
    return textOf(value).replace(pattern === undefined ? textOf(search) : new RegExp(pattern, flags), textOf(other));
  },
  toCollection: (list, key, value) =>
    Object.fromEntries(listOf(list).map((item) => [textOf(at(item, textOf(key))), at(item, textOf(value))])),
};

export const isTrue = (value: unknown): boolean => !isEmpty(value) && value !== false && value !== 0;

function evaluate(node: Node, scope: Scope): unknown {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'path':
      return node.names.reduce<unknown>(at, scope);
    case 'call': {
      const call = functions[node.name];
      if (call === undefined) throw new Error(`The function ${node.name} is not among those that were looked up.`);
      return call(...node.arguments.map((argument) => evaluate(argument, scope)));
    }
    case 'binary':
      return compare(node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
  }
}

function compare(operator: string, left: unknown, right: unknown): unknown {
  switch (operator) {
    case '+':
      return typeof left === 'number' && typeof right === 'number' ? left + right : textOf(left) + textOf(right);
    case '=':
    case '==':
      return left === right || (isEmpty(left) && isEmpty(right));
    case '!=':
      return !(left === right || (isEmpty(left) && isEmpty(right)));
    default: {
      const [one, other] = [Number(left), Number(right)];
      return operator === '<'
        ? one < other
        : operator === '<='
          ? one <= other
          : operator === '>'
            ? one > other
            : one >= other;
    }
  }
}

const placeholder = /\{\{([^]*?)\}\}/g;

/** The expressions of a text, parsed; an error names what is not understood. */
export const expressionsOf = (text: string): Node[] =>
  Array.from(text.matchAll(placeholder), ([, source = '']) =>
    source === '...' ? [] : [new Parser(source).all()],
  ).flat();

/** Every path that a text names, such as `parameters.entity`. */
export function pathsOf(text: string): string[] {
  const walk = (node: Node): string[] => {
    if (node.kind === 'path') return [node.names.join('.')];
    if (node.kind === 'call') return node.arguments.flatMap(walk);
    return node.kind === 'binary' ? [...walk(node.left), ...walk(node.right)] : [];
  };
  return expressionsOf(text).flatMap(walk);
}

/** A text that is one expression becomes its value, one that holds some a text; what is undefined stands in no object. */
export function render(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return renderText(value, scope);
  if (Array.isArray(value)) return value.map((item) => render(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const rendered = render(inner, scope);
    if (key === '{{...}}') return typeof rendered === 'object' && rendered !== null ? Object.entries(rendered) : [];
    return rendered === undefined ? [] : [[key, rendered]];
  });
  return Object.fromEntries(entries);
}

function renderText(text: string, scope: Scope): unknown {
  const [only, ...others] = text.matchAll(placeholder);
  if (only?.[0] === text && others.length === 0) return evaluate(new Parser(only[1] ?? '').all(), scope);
  return text.replaceAll(placeholder, (_, source: string) => textOf(evaluate(new Parser(source).all(), scope)));
}
