import type { Frame } from '../../frame.ts';
import { stop } from '../../frame.ts';
import { discreet, guarded } from '../../guarded.ts';
import type { Leaf } from '../../leaf.ts';
import { Decimal } from '../../decimal.ts';
import { quoted } from '../../quoted-data.ts';
import type { Place } from '../../source-text.ts';
import { markedValue } from '../../trace/marking.ts';
import type { Charset } from '../../types.ts';
import { LEFT_OUT, textOf, textOfNumber } from '../../values.ts';
import { checkCharset } from '../check-charset.ts';

/** What holds for every cell of a table. */
export interface CellStyle {
  readonly charset: Charset;
  /** Between the whole and the fraction of a number; texts that look like numbers are left alone. */
  readonly decimalSeparator: string;
}

/** The text of one cell; a missing or left-out value is empty. */
export function cellText(leaf: Leaf, frame: Frame, style: CellStyle): string {
  const value = leaf.evaluate(frame);
  if (value === LEFT_OUT || value === null || value === undefined) return '';
  if (typeof value === 'number' || value instanceof Decimal) {
    const digits = typeof value === 'number' ? textOfNumber(value) : value.toString();
    return style.decimalSeparator === '.' ? digits : digits.replace('.', style.decimalSeparator);
  }
  const text = textOf(value, leaf.place);
  checkCharset(text, style.charset, leaf.place);
  return text;
}

export type CellWriter = (frame: Frame) => string;

/**
 * A field of CSV by RFC 4180: in double quotes where it holds a delimiter, a quote, a line break or space at its ends. Values that begin
 * with = + - @ are left alone: "formula escaping" turns -12,50 into '-12,50, which no importing program reads as a number.
 */
export function csvCell(leaf: Leaf, style: CellStyle, delimiter: string, always: boolean): CellWriter {
  const special = new RegExp(`[${delimiter.replace(/[\\\]^-]/, String.raw`\$&`)}"\\r\\n]|^\\s|\\s$`);
  const write = discreet(leaf.secretive, (frame) => {
    const text = cellText(leaf, frame, style);
    const written = always || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    frame.chargeOutput(written.length + 1, leaf.place);
    return written;
  });
  return cellOf(leaf, write);
}

/** Of a table that is to be followed, every cell that an expression makes can be found again. */
function cellOf(leaf: Leaf, write: CellWriter): CellWriter {
  return guarded(leaf.pieces === undefined ? write : markedValue(leaf.place, write), '');
}

export interface FixedColumn {
  readonly name: string;
  /** Characters (code points). */
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly pad: string;
}

/** A field of fixed width: filled up, never cut. With `pad` 0 the sign of a number stays in front of the zeros. */
export function fixedCell(leaf: Leaf, style: CellStyle, column: FixedColumn): CellWriter {
  const { width, align, pad } = column;
  const write = discreet(leaf.secretive, (frame) => {
    const text = cellText(leaf, frame, style);
    const missing = width - lengthOf(text);
    if (missing < 0) stopAtLongValue(text, column, leaf.place);
    // eslint-disable-next-line no-control-regex -- line breaks and their kind would end the record
    if (/[\u0000-\u001F\u007F\u0085\u2028\u2029]/.test(text)) {
      const message = `The value for the column "${column.name}" has a line break or another control character in it. Replace it, for example with replace().`;
      stop('not-in-format', message, leaf.place);
    }
    frame.chargeOutput(width, leaf.place);
    const filling = pad.repeat(missing);
    if (align === 'left') return text + filling;
    return pad === '0' && /^[-+]\d/.test(text) ? text.slice(0, 1) + filling + text.slice(1) : filling + text;
  });
  return cellOf(leaf, write);
}

function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) {
      length--;
      index++;
    }
  }
  return length;
}

function stopAtLongValue(text: string, column: FixedColumn, place: Place): never {
  const message = `The value has ${quoted(String(lengthOf(text)))} characters, but the column "${column.name}" is ${column.width} wide. Shorten it with left(${column.width}), or make the column wider.`;
  return stop('field-too-long', message, place);
}
