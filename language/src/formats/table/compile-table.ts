import type { Compilation } from '../../compile.ts';
import type { Environment } from '../../environment.ts';
import type { Leaf } from '../../leaf.ts';
import type { Charset } from '../../types.ts';
import { checkLiteralCharset } from '../check-charset.ts';
import type { FormatTemplate } from '../format-template.ts';
import { compileDirectives, directiveSettings, type RowWriter } from './table-directives.ts';
import { compileTextLeaf } from '../json/compile-json.ts';
import { parseJsonTemplate, type JsonNode } from '../json/parse-json-template.ts';
import { csvCell, fixedCell, type CellStyle, type CellWriter } from './cells.ts';
import { TableSettings } from './parse-table.ts';

const groupSettings = [...directiveSettings, 'columns', 'rows'];
const commonSettings = ['newline', 'decimalSeparator', 'byteOrderMark'];
const csvSettings = ['delimiter', 'header', 'quote'];

/** Everything that holds for the whole table. */
interface TableStyle extends CellStyle {
  readonly format: 'csv' | 'fixed';
  readonly newline: string;
  readonly delimiter: string;
  readonly quoteAlways: boolean;
}

/**
 * A table of columns, CSV or fixed width: a JSON object of settings with `columns`, repeated by its `$for`. Where lines of several kinds
 * follow each other (a file header, the records, a sum), `rows` is a list of such objects, each with its own columns and `$for`.
 */
export function compileTableTemplate(
  compilation: Compilation,
  format: 'csv' | 'fixed',
  charset: Charset,
): FormatTemplate {
  const root = parseJsonTemplate(compilation.source);
  const mediaType = format === 'csv' ? 'text/csv' : 'text/plain';
  const template = { charset, mediaType, onMissing: 'refuse' as const };
  if (root.kind !== 'object') {
    const place = compilation.source.placeOf(root.start, root.end);
    compilation.report(
      'wrong-setting',
      'A table is an object: { "$for": "line in input.lines", "columns": [ ... ] }.',
      place,
    );
    return { ...template, write: () => '' };
  }
  const known = [...groupSettings, ...commonSettings, ...(format === 'csv' ? csvSettings : [])];
  const settings = new TableSettings(compilation, root, known);
  const style: TableStyle = {
    format,
    charset,
    newline: settings.choice('newline', ['\r\n', '\n', '\r']),
    delimiter: settings.text('delimiter', ',', /^[^"\r\n]$/, 'one character, such as ";" or "\\t"'),
    quoteAlways: settings.choice('quote', ['when needed', 'always']) === 'always',
    decimalSeparator: settings.text('decimalSeparator', '.', /^[.,]?$/, '"." or "," or "" (the digits alone)'),
  };
  const compiler = new TableCompiler(compilation, style);
  const write = compiler.compileGroup(settings, compilation.environment);
  const mark = settings.flag('byteOrderMark', false) && charset === 'utf-8' ? '\uFEFF' : '';
  const header = format === 'csv' && settings.flag('header', true) ? compiler.header() : '';
  return { ...template, write: (frame) => mark + header + write(frame) };
}

class TableCompiler {
  private readonly compilation: Compilation;
  private readonly style: TableStyle;
  /** Names of the first columns, for the header. */
  private names: readonly string[] | undefined;

  constructor(compilation: Compilation, style: TableStyle) {
    this.compilation = compilation;
    this.style = style;
  }

  header(): string {
    const names = this.names ?? [];
    const leaves = names.map((name) => this.compilation.leaf([name], { start: 0, end: 0 }));
    const { style } = this;
    return leaves.map((leaf) => quoted(leaf.constant ?? '', style)).join(style.delimiter) + style.newline;
  }

  compileGroup(settings: TableSettings, outer: Environment): RowWriter {
    const directives = compileDirectives(this.compilation, settings, outer);
    const columns = settings.value('columns');
    const rows = settings.value('rows');
    if ((columns === undefined) === (rows === undefined)) {
      settings.report('Give either "columns", or "rows" with a list of objects that have columns.', settings.node);
      return () => '';
    }
    const write =
      columns === undefined
        ? this.compileRows(settings, rows, directives.environment)
        : this.compileColumns(settings, columns, directives.environment);
    return directives.wrap(write);
  }

  private compileRows(settings: TableSettings, rows: JsonNode | undefined, environment: Environment): RowWriter {
    const groups = this.objectsOf(settings, 'rows', rows, groupSettings).map((group) =>
      this.compileGroup(group, environment),
    );
    return (frame) => {
      let text = '';
      for (const group of groups) text += group(frame);
      return text;
    };
  }

  private compileColumns(settings: TableSettings, columns: JsonNode, environment: Environment): RowWriter {
    const { style } = this;
    const known = style.format === 'csv' ? ['name', 'value'] : ['name', 'value', 'width', 'align', 'pad'];
    const all = this.objectsOf(settings, 'columns', columns, known);
    this.names ??= all.map((column) => this.nameOf(column));
    const cells = all.map((column) => this.compileColumn(column, environment));
    const { newline } = style;
    if (style.format === 'fixed') {
      return (frame) => {
        let row = '';
        for (const cell of cells) row += cell(frame);
        return row + newline;
      };
    }
    const { delimiter } = style;
    const [first, ...others] = cells;
    return (frame) => {
      let row = first?.(frame) ?? '';
      for (const cell of others) row += delimiter + cell(frame);
      // A line without a character is no row to most readers.
      return (row === '' ? '""' : row) + newline;
    };
  }

  private compileColumn(column: TableSettings, environment: Environment): CellWriter {
    const { style } = this;
    const leaf = this.leafOf(column, environment);
    if (leaf.constant !== undefined) checkLiteralCharset(this.compilation, leaf.constant, style.charset, leaf.place);
    if (style.format === 'csv') return csvCell(leaf, style, style.delimiter, style.quoteAlways);
    const pad = column.text('pad', ' ', /^[ -~]$/, 'one character, such as " " or "0"');
    const align = column.choice('align', pad === '0' ? ['right', 'left'] : ['left', 'right']);
    return fixedCell(leaf, style, { name: this.nameOf(column), width: column.count('width') ?? 1, align, pad });
  }

  private nameOf(column: TableSettings): string {
    const name = column.text('name', '', /^/, 'a text');
    const node = column.value('name');
    if (node === undefined) column.report('Give the column a "name".', column.node);
    else
      checkLiteralCharset(
        this.compilation,
        name,
        this.style.charset,
        this.compilation.source.placeOf(node.start, node.end),
      );
    return name;
  }

  private leafOf(column: TableSettings, environment: Environment): Leaf {
    const node = column.value('value');
    switch (node?.kind) {
      case 'text': {
        const leaf = compileTextLeaf(this.compilation, node, environment);
        if (leaf.alone) this.compilation.expectText({ ...leaf, literal: undefined });
        return leaf;
      }
      case 'hole': {
        const { piece } = node;
        if (piece.kind !== 'expression') return this.compilation.leaf([], node);
        const compiled = this.compilation.expression(piece.inner, environment);
        this.compilation.expectText(compiled);
        return this.compilation.leaf([compiled], node);
      }
      case 'literal':
        return this.compilation.leaf([node.written === 'null' ? '' : node.written], node);
      case 'list':
      case 'object':
      case undefined:
        column.report(
          'Give the column a "value": a text, a number or an expression, such as "${line.name}".',
          node ?? column.node,
        );
        return this.compilation.leaf([], column.node);
    }
  }

  private objectsOf(
    settings: TableSettings,
    name: string,
    node: JsonNode | undefined,
    known: readonly string[],
  ): TableSettings[] {
    if (node?.kind !== 'list' || node.items.length === 0) {
      settings.report(`"${name}" must be a list of objects.`, node ?? settings.node);
      return [];
    }
    return node.items.flatMap((item) => {
      if (item.kind === 'object') return [new TableSettings(this.compilation, item, known)];
      settings.report(`"${name}" must be a list of objects.`, item);
      return [];
    });
  }
}

function quoted(name: string, style: TableStyle): string {
  const needed = style.quoteAlways || /["\r\n]|^\s|\s$/.test(name) || name.includes(style.delimiter);
  return needed ? `"${name.replaceAll('"', '""')}"` : name;
}
