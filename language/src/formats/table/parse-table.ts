import type { Compilation } from '../../compile.ts';
import type { Range } from '../../source-text.ts';
import { didYouMean } from '../../suggest.ts';
import { constantText } from '../json/compile-json.ts';
import type { JsonEntry, JsonNode, JsonObject } from '../json/parse-json-template.ts';

/** The settings of one object of a table template, by name; unknown ones and impossible values are reported at their places. */
export class TableSettings {
  readonly node: JsonObject;
  private readonly compilation: Compilation;
  private readonly entries = new Map<string, JsonEntry>();

  constructor(compilation: Compilation, node: JsonObject, known: readonly string[]) {
    this.compilation = compilation;
    this.node = node;
    for (const entry of node.entries) {
      const name = constantText(compilation, entry.key) ?? '';
      if (!known.includes(name)) {
        this.report(
          `There is no setting "${name}" here.${didYouMean(name, known)} There are ${known.join(', ')}.`,
          entry.key,
        );
      } else if (this.entries.has(name)) this.report(`"${name}" stands twice here.`, entry.key);
      this.entries.set(name, entry);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The node of a setting, or undefined without it. */
  value(name: string): JsonNode | undefined {
    return this.entries.get(name)?.value;
  }

  /** One of a few texts; the first is the default. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const node = this.value(name);
    if (node === undefined) return choices[0];
    const text = this.textOf(node);
    const choice = choices.find((one) => one === text);
    if (choice === undefined)
      this.report(`"${name}" must be ${choices.map((one) => JSON.stringify(one)).join(' or ')}.`, node);
    return choice ?? choices[0];
  }

  /** A text that the pattern accepts; `rule` completes the sentence "... must be". */
  text(name: string, otherwise: string, pattern: RegExp, rule: string): string {
    const node = this.value(name);
    if (node === undefined) return otherwise;
    const text = this.textOf(node);
    if (text !== undefined && pattern.test(text)) return text;
    this.report(`"${name}" must be ${rule}.`, node);
    return otherwise;
  }

  flag(name: string, otherwise: boolean): boolean {
    const node = this.value(name);
    if (node === undefined) return otherwise;
    if (node.kind !== 'literal' || node.written === 'null' || /\d/.test(node.written)) {
      this.report(`"${name}" must be true or false.`, node);
      return otherwise;
    }
    return node.written === 'true';
  }

  /** A whole number from 1; undefined (and reported) where it is none. */
  count(name: string): number | undefined {
    const node = this.value(name);
    if (node?.kind === 'literal' && /^[1-9]\d{0,3}$/.test(node.written)) return Number(node.written);
    this.report(`Give "${name}" as a whole number from 1 to 9999.`, node ?? this.node);
    return undefined;
  }

  report(message: string, at: Range): void {
    this.compilation.report('wrong-setting', message, this.compilation.source.placeOf(at.start, at.end));
  }

  private textOf(node: JsonNode): string | undefined {
    return node.kind === 'text' ? constantText(this.compilation, node) : undefined;
  }
}
