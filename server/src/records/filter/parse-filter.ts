import {
  FilterFault,
  type FilterNode,
  type Literal,
  type Operator,
  operators,
  type Path,
  type Placed,
} from './filter.ts';
import { lexFilter, type Token } from './lex-filter.ts';

/** A person writes three; the parser calls itself once for each. */
const maxDepth = 50;
/** Values in a filter, all together. */
const maxTerms = 500;

/**
 *     filter     := all ("OR" all)*
 *     all        := one ("AND" one)*
 *     one        := "NOT" one | "(" filter ")" | comparison
 *     comparison := field | field operator value | value operator field
 *                 | field "IN" values | field "ANY" values | field "ANY" operator value
 *                 | "ANY" field operator value | value operator "ANY" field
 *     values     := value | "(" value ("," value)* ")"
 *
 * A field behind ANY may stand in parentheses. Throws FilterFault; the first fault is the one that is told.
 */
export function parseFilter(source: string): FilterNode {
  const reader = new Reader(lexFilter(source));
  const node = readFilter(reader, 0);
  const rest = reader.next();
  if (rest.is === 'close') throw new FilterFault('This ) closes nothing: its ( is missing.', rest);
  if (rest.is !== 'end')
    throw new FilterFault(`AND, OR or the end was expected here, not ${describeToken(rest)}.`, rest);
  return node;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #terms = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    // The last token is `end`, and nothing reads beyond it.
    return this.#tokens[this.#at] ?? { is: 'end', at: 0 };
  }

  next(): Token {
    const token = this.peek();
    if (token.is !== 'end') this.#at += 1;
    return token;
  }

  /** Whether the next token is this keyword or mark, which is then passed over. */
  takes(wanted: string): boolean {
    const token = this.peek();
    const found = token.is === 'keyword' ? token.word === wanted : token.is === wanted;
    if (found) this.next();
    return found;
  }

  countTerm(place: Placed): void {
    this.#terms += 1;
    if (this.#terms > maxTerms) {
      throw new FilterFault(`The filter has more than ${maxTerms} values. Ask in several calls.`, place);
    }
  }
}

function readFilter(reader: Reader, depth: number): FilterNode {
  return readChain(reader, 'or', () => readChain(reader, 'and', () => readOne(reader, depth)));
}

function readChain(reader: Reader, word: 'and' | 'or', read: () => FilterNode): FilterNode {
  const first = read();
  const items = [first];
  while (reader.takes(word)) items.push(read());
  return items.length === 1 ? first : { is: word, items };
}

function readOne(reader: Reader, depth: number): FilterNode {
  const token = reader.peek();
  if (depth > maxDepth) {
    throw new FilterFault(`The filter is nested more than ${maxDepth} deep. Leave parentheses out.`, token);
  }
  if (reader.takes('not')) return { is: 'not', item: readOne(reader, depth + 1) };
  if (!reader.takes('open')) return readComparison(reader);
  const node = readFilter(reader, depth + 1);
  const close = reader.peek();
  if (reader.takes('close')) return node;
  throw new FilterFault(
    close.is === 'end'
      ? `The ( at character ${token.at + 1} is never closed: a ) is missing.`
      : `AND, OR or ) was expected here, not ${describeToken(close)}.`,
    close,
  );
}

function readComparison(reader: Reader): FilterNode {
  const token = reader.next();
  if (token.is === 'keyword' && token.word === 'any') {
    const path = readField(reader);
    const operator = readOperator(reader);
    return { is: 'any', path, operator, literals: [readLiteral(reader)] };
  }
  if (token.is === 'literal') return readBehindValue(reader, token.literal);
  if (token.is !== 'path') {
    throw new FilterFault(
      `A condition was expected here, such as status = 'APPROVED', not ${describeToken(token)}.`,
      token,
    );
  }
  return readBehindField(reader, token.path);
}

/** `'vip' = ANY tags`, `5 < id`. */
function readBehindValue(reader: Reader, literal: Literal): FilterNode {
  reader.countTerm(literal);
  const operator = turned[readOperator(reader)];
  if (reader.takes('any')) return { is: 'any', path: readField(reader), operator, literals: [literal] };
  const token = reader.next();
  if (token.is === 'path') return { is: 'compare', path: token.path, operator, literal };
  throw new FilterFault(
    `A field was expected here, not ${describeToken(token)}: a value is compared with a field.`,
    token,
  );
}

function readBehindField(reader: Reader, path: Path): FilterNode {
  const token = reader.peek();
  if (reader.takes('in')) return { is: 'in', path, literals: readValues(reader) };
  if (reader.takes('any')) {
    const operator = reader.peek().is === 'operator' ? readOperator(reader) : '=';
    return { is: 'any', path, operator, literals: readValues(reader) };
  }
  if (token.is !== 'operator') {
    if (token.is === 'path') throw new FilterFault(`${notAnOperator(token.path)} ${oneOf}`, token);
    if (token.is === 'literal') {
      throw new FilterFault(`An operator is missing before ${describeToken(token)}. ${oneOf}`, token);
    }
    return { is: 'alone', path };
  }
  const operator = readOperator(reader);
  if (reader.takes('any')) {
    throw new FilterFault("A list is searched for a value: write tags ANY 'vip', or 'vip' = ANY tags.", token);
  }
  return { is: 'compare', path, operator, literal: readLiteral(reader) };
}

const turned: Readonly<Record<Operator, Operator>> = {
  ...{ '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' },
};
const oneOf = `There are ${operators.join(', ')}, IN and ANY.`;

/** Words that other languages have. */
function notAnOperator({ parts }: Path): string {
  const word = (parts[0] ?? '').slice(0, 40);
  if (/^is$/i.test(word)) return 'There is no IS: write = null or != null.';
  return /^(?:like|ilike|contains|between|matches|startswith)$/i.test(word)
    ? `There is no ${word}.`
    : `An operator is missing before ${JSON.stringify(word)}.`;
}

function readField(reader: Reader): Path {
  const open = reader.takes('open');
  const token = reader.next();
  if (token.is !== 'path') {
    throw new FilterFault(`A field that is a list was expected behind ANY, not ${describeToken(token)}.`, token);
  }
  if (open && !reader.takes('close')) throw new FilterFault('A ) is missing behind the field.', reader.peek());
  return token.path;
}

function readOperator(reader: Reader): Operator {
  const token = reader.next();
  if (token.is === 'operator') return token.operator;
  throw new FilterFault(`An operator was expected here, not ${describeToken(token)}. ${oneOf}`, token);
}

function readLiteral(reader: Reader): Literal {
  const token = reader.next();
  if (token.is === 'literal') {
    reader.countTerm(token);
    return token.literal;
  }
  const name = token.is === 'path' ? token.path.parts.join('.').slice(0, 60) : undefined;
  throw new FilterFault(
    name === undefined
      ? `A value was expected here, not ${describeToken(token)}.`
      : `A value was expected here, not a field. A text is written in quotes: '${name}'.`,
    token,
  );
}

/** One value, or several in parentheses: any of them. */
function readValues(reader: Reader): Literal[] {
  if (!reader.takes('open')) return [readLiteral(reader)];
  const literals = [readLiteral(reader)];
  while (reader.takes('comma')) literals.push(readLiteral(reader));
  const close = reader.peek();
  if (reader.takes('close')) return literals;
  throw new FilterFault(`A comma or ) was expected here, not ${describeToken(close)}.`, close);
}

function describeToken(token: Token): string {
  switch (token.is) {
    case 'open':
      return 'a (';
    case 'close':
      return 'a )';
    case 'comma':
      return 'a comma';
    case 'end':
      return 'the end';
    case 'keyword':
      return token.word.toUpperCase();
    case 'operator':
      return token.operator;
    case 'literal':
      return token.literal.kind === 'text'
        ? `the text '${token.literal.text.slice(0, 40)}'`
        : token.literal.text.slice(0, 40);
    case 'path':
      return `"${token.path.parts.join('.').slice(0, 60)}"`;
  }
}
