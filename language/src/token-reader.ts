import type { Token } from './lexer.ts';
import { Lexer } from './lexer.ts';
import type { Range, SourceText } from './source-text.ts';
import { Stop } from './stop.ts';

/** Levels of parentheses, calls, brackets and signs inside one another. It bounds the recursion here and in everything behind. */
const MOST_LEVELS = 64;

/** The current token of a source and the questions that a parser asks of it; counts the levels that are open. */
export class TokenReader {
  protected readonly source: SourceText;
  protected token: Token;
  protected levels = 0;
  private readonly lexer: Lexer;
  private previousEnd: number;

  constructor(source: SourceText, range: Range) {
    this.source = source;
    this.lexer = new Lexer(source, range);
    this.token = this.lexer.next();
    this.previousEnd = range.start;
  }

  protected enter(): void {
    this.levels++;
    if (this.levels > MOST_LEVELS) {
      const message = `More than ${MOST_LEVELS} levels inside one another. Give a part a name with a let, and use the name.`;
      throw new Stop('too-deep', message, this.source.placeOf(this.token.start, this.token.end));
    }
  }

  protected advance(): void {
    this.previousEnd = this.token.end;
    this.token = this.lexer.next();
  }

  protected is(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.symbol === symbol;
  }

  protected take(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.advance();
    return true;
  }

  protected word(): string | undefined {
    return this.token.kind === 'name' ? this.token.name.toLowerCase() : undefined;
  }

  protected takeWord(word: string): boolean {
    if (this.word() !== word) return false;
    this.advance();
    return true;
  }

  protected takeOperator<T>(operators: ReadonlyMap<string, T>): T | undefined {
    const operator = this.token.kind === 'symbol' ? operators.get(this.token.symbol) : undefined;
    if (operator !== undefined) this.advance();
    return operator;
  }

  protected expect(symbol: string): void {
    if (this.take(symbol)) return;
    if (this.token.kind === 'end') throw this.fault(`Here ${symbol} is missing.`);
    throw this.fault(`Here ${symbol} is expected, not ${this.described()}.`);
  }

  protected expectEnd(): void {
    if (this.token.kind === 'end') return;
    if (this.is(',')) throw this.fault('Write decimals with a point, not a comma: 1.5.');
    if (this.is(')') || this.is(']') || this.is('}'))
      throw this.fault(`This ${this.described()} closes nothing that was opened.`);
    throw this.fault(
      `Here the expression should end, but there stands ${this.described()}. An operator may be missing before it.`,
    );
  }

  protected described(): string {
    return this.token.kind === 'end'
      ? 'the end'
      : this.source.text.slice(this.token.start, Math.min(this.token.end, this.token.start + 40));
  }

  protected span(start: number): Range {
    return { start, end: this.previousEnd };
  }

  protected fault(message: string): Stop {
    return this.lexer.fault(this.token.start, this.token.end, message);
  }
}
