import { leadsTo, type TraceSpan } from '@gangway/language';

/** A stretch of a text, by offsets. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Lines of a text and the offsets at which they begin. The editor's own lines end with \n alone. */
export class Lines {
  private readonly starts: readonly number[];
  readonly length: number;

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
    this.length = text.length;
  }

  get count(): number {
    return this.starts.length;
  }

  /** The offset of a line and column, both from 1; the nearest one where there is no such place. */
  offsetOf(line: number, column: number): number {
    const start = this.starts[Math.min(Math.max(line, 1), this.starts.length) - 1] ?? 0;
    return Math.min(start + Math.max(column, 1) - 1, this.length);
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  stretchOf({ line, column, length }: { line: number; column: number; length?: number }): Stretch {
    const start = this.offsetOf(line, column);
    return { start, end: Math.min(start + (length ?? 0), this.length) };
  }
}

/** The innermost stretch of the message around an offset: a value where there is one, else the part that it stands in. */
export function spanAt(spans: readonly TraceSpan[], offset: number): TraceSpan | undefined {
  let found: TraceSpan | undefined;
  // Outer ones come first, so the last that fits is the innermost.
  for (const span of spans) if (span.start <= offset && offset <= span.end) found = closer(found, span, offset);
  return found;
}

/** At the border of two stretches the one that begins there counts. */
function closer(found: TraceSpan | undefined, span: TraceSpan, offset: number): TraceSpan {
  if (found === undefined) return span;
  return offset === span.end && offset < found.end ? found : span;
}

/** Every stretch of the message that was written by the expression, key or tag at this offset of the template. */
export function spansOfSource(spans: readonly TraceSpan[], template: Lines, offset: number): TraceSpan[] {
  let best: Stretch | undefined;
  for (const { place } of spans) {
    const source = template.stretchOf(place);
    const inside = source.start <= offset && offset <= source.end;
    if (inside && (best === undefined || source.end - source.start < best.end - best.start)) best = source;
  }
  // An object or list over several lines is not what anybody points at; then the value that is written on this line is meant.
  if (best === undefined || template.lineOf(best.start) !== template.lineOf(best.end)) {
    best = valueOfLine(spans, template, template.lineOf(offset));
  }
  if (best === undefined) return [];
  const { start, end } = best;
  return spans.filter(({ place }) => {
    const source = template.stretchOf(place);
    return source.start === start && source.end === end;
  });
}

function valueOfLine(spans: readonly TraceSpan[], template: Lines, line: number): Stretch | undefined {
  const found = spans.find(({ kind, place }) => kind === 'value' && place.line === line);
  return found && template.stretchOf(found.place);
}

/** Every value of the message that a field went into; of a list or object, what lies in it too. */
export function spansOfPath(spans: readonly TraceSpan[], path: string): TraceSpan[] {
  return spans.filter(({ kind, paths }) => kind === 'value' && paths.some((one) => one === path || leadsTo(path, one)));
}

/** The line of the template that wrote a line of the message: of the parts on that line the first, else the part around it. */
export function templateLineOf(spans: readonly TraceSpan[], message: Lines, line: number): number | undefined {
  const start = message.offsetOf(line, 1);
  const end = line >= message.count ? message.length + 1 : message.offsetOf(line + 1, 1);
  const begins = spans.find((span) => span.start >= start && span.start < end);
  return (begins ?? spanAt(spans, start))?.place.line;
}
