/** A stretch of the author's source: line and column of its first character, both from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Offsets into the text of a source; `end` is the first offset behind it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What an author wrote, with its lines, so that an offset becomes a place. Lines end with \n, \r\n or \r. */
export class SourceText {
  readonly text: string;
  private readonly lineStarts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.lineStarts = startsOfLines(text);
  }

  placeOf(start: number, end: number = start): Place {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: start - (this.lineStarts[low] ?? 0) + 1, length: Math.max(0, end - start) };
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
