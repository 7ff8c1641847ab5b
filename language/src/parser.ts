import type { Token } from './lexer.ts';
import type { Range } from './source-text.ts';
import { Stop } from './stop.ts';
import type {
  ArithmeticOperator,
  BindingSyntax,
  CompareOperator,
  LoopSyntax,
  Node,
  NameNode,
  PathStep,
  TextPart,
} from './syntax.ts';
import { TokenReader } from './token-reader.ts';

const COMPARISONS = new Map<string, CompareOperator>([
  ['=', '='],
  ['==', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);
const SUMS = new Map<string, ArithmeticOperator>([
  ['+', '+'],
  ['-', '-'],
]);
const PRODUCTS = new Map<string, ArithmeticOperator>([
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
]);
/** Words that are operators or values, in any case; after a point they are field names. */
const WORDS = new Set(['and', 'or', 'not', 'true', 'false', 'null']);

/**
 * Reads one stretch of source into a tree by recursive descent, without ever going back, so in time linear in its length. The first
 * fault ends it with a Stop. Precedence from low to high: | ?: ?? or and not comparison & + - * / % sign.
 */
export class Parser extends TokenReader {
  /** The whole stretch as one expression. */
  parseExpression(): Node {
    this.skipEvaluate();
    const node = this.pipe();
    this.expectEnd();
    return node;
  }

  /** `line in input.lines` or `line, number in input.lines`. */
  parseLoop(): LoopSyntax {
    const wrapped = this.openWrapper();
    const first = this.declaredName('Write a loop as: line in input.lines.');
    const second =
      this.take(',') || this.take(';')
        ? this.declaredName('After the comma comes a name for the position.')
        : undefined;
    if (this.word() !== 'in') throw this.fault('Write a loop as: line in input.lines. Here "in" is missing.');
    this.advance();
    const list = this.pipe();
    if (wrapped) this.expect('}');
    this.expectEnd();
    return { name: first.name, nameRange: first, position: second && { name: second.name, nameRange: second }, list };
  }

  /** `name = expression; other = expression`. */
  parseBindings(): BindingSyntax[] {
    const wrapped = this.openWrapper();
    const bindings: BindingSyntax[] = [];
    do {
      const name = this.declaredName('Write names as: total = expression.');
      if (!this.take('=') && !this.take('=='))
        throw this.fault('Write names as: total = expression. Here = is missing.');
      bindings.push({ name: name.name, nameRange: { start: name.start, end: name.end }, value: this.pipe() });
    } while ((this.take(';') || this.take(',')) && this.token.kind !== 'end');
    if (wrapped) this.expect('}');
    this.expectEnd();
    return bindings;
  }

  private pipe(): Node {
    const start = this.token.start;
    let node = this.choose();
    let pipes = 0;
    while (this.take('|')) {
      // Every pipe puts the value one level deeper into calls.
      this.enter();
      pipes++;
      const name = this.token;
      if (name.kind !== 'name' || this.isSymbolName(name.name))
        throw this.fault('After | comes the name of a function, such as | upper.');
      this.advance();
      const others = this.take('(') ? this.callArguments() : [];
      node = {
        ...this.span(start),
        kind: 'call',
        name: name.name,
        nameRange: name,
        arguments: [node, ...others],
        piped: true,
      };
    }
    this.levels -= pipes;
    return node;
  }

  private choose(): Node {
    const start = this.token.start;
    const cases: { condition: Node; value: Node }[] = [];
    let node = this.coalesce();
    while (this.take('?')) {
      this.enter();
      const value = this.pipe();
      this.levels--;
      if (!this.take(':')) throw this.fault('Here : is missing: condition ? value : otherwise.');
      cases.push({ condition: node, value });
      node = this.coalesce();
    }
    return cases.length === 0 ? node : { ...this.span(start), kind: 'choose', cases, otherwise: node };
  }

  private coalesce(): Node {
    const start = this.token.start;
    const operands = [this.or()];
    while (this.take('??')) operands.push(this.or());
    return single(operands) ?? { ...this.span(start), kind: 'coalesce', operands };
  }

  private or(): Node {
    const start = this.token.start;
    const operands = [this.and()];
    while (this.takeWord('or') || this.take('||')) operands.push(this.and());
    return single(operands) ?? { ...this.span(start), kind: 'logic', operator: 'or', operands };
  }

  private and(): Node {
    const start = this.token.start;
    const operands = [this.not()];
    while (this.takeWord('and') || this.take('&&')) operands.push(this.not());
    return single(operands) ?? { ...this.span(start), kind: 'logic', operator: 'and', operands };
  }

  private not(): Node {
    const start = this.token.start;
    if (!this.takeWord('not')) return this.comparison();
    this.enter();
    const operand = this.not();
    this.levels--;
    return { ...this.span(start), kind: 'unary', operator: 'not', operand };
  }

  private comparison(): Node {
    const start = this.token.start;
    const left = this.join();
    const operator = this.takeOperator(COMPARISONS);
    if (operator === undefined) {
      if (this.is('===') || this.is('!==')) throw this.fault('Write = for equal and <> for not equal.');
      return left;
    }
    const right = this.join();
    if (this.token.kind === 'symbol' && COMPARISONS.has(this.token.symbol)) {
      throw this.fault('One comparison at a time. Join them with "and": a < b and b < c.');
    }
    return { ...this.span(start), kind: 'compare', operator, left, right };
  }

  private join(): Node {
    const start = this.token.start;
    const operands = [this.arithmetic(SUMS)];
    while (this.take('&')) operands.push(this.arithmetic(SUMS));
    return single(operands) ?? { ...this.span(start), kind: 'join', operands };
  }

  private arithmetic(operators: ReadonlyMap<string, ArithmeticOperator>): Node {
    const start = this.token.start;
    const operand = (): Node => (operators === SUMS ? this.arithmetic(PRODUCTS) : this.sign());
    const first = operand();
    const rest: { operator: ArithmeticOperator; operand: Node }[] = [];
    for (let operator = this.takeOperator(operators); operator !== undefined; operator = this.takeOperator(operators)) {
      rest.push({ operator, operand: operand() });
    }
    return rest.length === 0 ? first : { ...this.span(start), kind: 'arithmetic', first, rest };
  }

  private sign(): Node {
    const start = this.token.start;
    const operator = this.take('-') ? '-' : this.take('+') ? '+' : this.take('!') ? 'not' : undefined;
    if (operator === undefined) return this.postfix();
    this.enter();
    const operand = this.sign();
    this.levels--;
    return { ...this.span(start), kind: 'unary', operator, operand };
  }

  private postfix(): Node {
    const start = this.token.start;
    const base = this.primary();
    const steps: PathStep[] = [];
    for (;;) {
      const stepStart = this.token.start;
      if (this.take('.')) {
        const field = this.token;
        if (field.kind !== 'name')
          throw this.fault("After the point comes a field name. Write an odd one in brackets: ['odd-name'].");
        this.advance();
        steps.push({ kind: 'field', name: field.name, start: field.start, end: field.end });
      } else if (this.take('[')) {
        const index = this.nested(']');
        const name = index.kind === 'literal' && typeof index.value === 'string' ? index.value : undefined;
        const range = this.span(stepStart);
        steps.push(name === undefined ? { ...range, kind: 'index', index } : { ...range, kind: 'field', name });
      } else break;
    }
    return steps.length === 0 ? base : { ...this.span(start), kind: 'path', base, steps };
  }

  private primary(): Node {
    const token = this.token;
    switch (token.kind) {
      case 'number':
        this.advance();
        return { kind: 'literal', value: token.value, start: token.start, end: token.end };
      case 'text':
        this.advance();
        return textNode(token.parts, token);
      case 'name':
        return this.nameOrCall(token);
      case 'symbol':
        if (this.take('(')) return this.nested(')');
        if (this.take('${')) {
          this.skipEvaluate();
          return this.nested('}');
        }
        throw this.fault(
          `Here stands ${token.symbol} where a value is expected, such as a field, a number or a text in quotes.`,
        );
      case 'end':
        throw this.fault('Here a value is missing, such as a field, a number or a text in quotes.');
    }
  }

  private nameOrCall(token: Extract<Token, { kind: 'name' }>): Node {
    const word = token.name.toLowerCase();
    if (this.isSymbolName(token.name))
      throw this.fault(`Write what ${token.name} belongs to: a field, a point, then ${token.name}.`);
    this.advance();
    if (token.name === 'currentObject' && this.take(':')) {
      const field = this.token;
      if (field.kind !== 'name') throw this.fault('After currentObject: comes a field name.');
      this.advance();
      return { kind: 'name', name: field.name, ofCurrentObject: true, start: field.start, end: field.end };
    }
    if (this.take('(')) {
      const values = this.callArguments();
      return {
        ...this.span(token.start),
        kind: 'call',
        name: token.name,
        nameRange: token,
        arguments: values,
        piped: false,
      };
    }
    if (!WORDS.has(word))
      return { kind: 'name', name: token.name, ofCurrentObject: false, start: token.start, end: token.end };
    const range = { start: token.start, end: token.end };
    if (word === 'true' || word === 'false') return { ...range, kind: 'literal', value: word === 'true' };
    if (word === 'null') return { ...range, kind: 'literal', value: null };
    const hint =
      word === 'not' ? 'Put parentheses around not and what follows it.' : `Before "${word}" a value is missing.`;
    throw new Stop('syntax', hint, this.source.placeOf(token.start, token.end));
  }

  private callArguments(): Node[] {
    this.enter();
    const values: Node[] = [];
    if (!this.take(')')) {
      do values.push(this.pipe());
      while (this.take(',') || this.take(';'));
      this.expect(')');
    }
    this.levels--;
    return values;
  }

  /** What stands inside parentheses whose opening one was taken already. */
  private nested(close: string): Node {
    this.enter();
    const node = this.pipe();
    this.expect(close);
    this.levels--;
    return node;
  }

  /** `${evaluate: ...}` is the expression itself. */
  private skipEvaluate(): void {
    if (this.token.kind !== 'name' || this.token.name !== 'evaluate') return;
    const name = this.token;
    this.advance();
    if (!this.take(':'))
      throw new Stop(
        'syntax',
        'After evaluate comes a colon: evaluate: expression.',
        this.source.placeOf(name.start, name.end),
      );
  }

  private openWrapper(): boolean {
    const wrapped = this.take('${');
    this.skipEvaluate();
    return wrapped;
  }

  private declaredName(hint: string): NameNode {
    const token = this.token;
    if (token.kind !== 'name' || this.isSymbolName(token.name)) throw this.fault(hint);
    const word = token.name.toLowerCase();
    if (WORDS.has(word) || word === 'in')
      throw this.fault(`"${token.name}" has a meaning of its own. Choose another name.`);
    this.advance();
    return { kind: 'name', name: token.name, ofCurrentObject: false, start: token.start, end: token.end };
  }

  private isSymbolName(name: string): boolean {
    return name.startsWith('@') || name.startsWith('#');
  }
}

function single(operands: readonly Node[]): Node | undefined {
  return operands.length === 1 ? operands[0] : undefined;
}

function textNode(parts: readonly TextPart[], range: Range): Node {
  const { start, end } = range;
  const [first] = parts;
  if (first === undefined) return { kind: 'literal', value: '', start, end };
  if (parts.length === 1 && typeof first === 'string') return { kind: 'literal', value: first, start, end };
  return { kind: 'text', parts, start, end };
}
