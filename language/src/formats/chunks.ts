import type { Frame } from '../frame.ts';

/** Writes a part of the message. */
export type Writer = (frame: Frame) => string;
/** A part of the message: always the same text, or one that depends on the data. */
export type Chunk = string | Writer;

/** Neighbouring literals as one: the fewer pieces, the faster. */
export function mergeChunks(chunks: readonly Chunk[]): Chunk[] {
  const merged: Chunk[] = [];
  for (const chunk of chunks) {
    const last = merged.at(-1);
    if (typeof chunk === 'string' && typeof last === 'string') merged[merged.length - 1] = last + chunk;
    else if (chunk !== '') merged.push(chunk);
  }
  return merged;
}

/** The parts one behind the other, as one writer. */
export function writeChunks(chunks: readonly Chunk[]): Writer {
  const merged = mergeChunks(chunks);
  const before = typeof merged[0] === 'string' ? merged[0] : '';
  const steps: Step[] = [];
  merged.forEach((chunk, index) => {
    const after = merged[index + 1];
    if (typeof chunk !== 'string') steps.push({ write: chunk, after: typeof after === 'string' ? after : '' });
  });
  const [only] = steps;
  if (only === undefined) return () => before;
  if (steps.length === 1) return (frame) => before + only.write(frame) + only.after;
  return (frame) => {
    let text = before;
    for (const step of steps) text += step.write(frame) + step.after;
    return text;
  };
}

/** What depends on the data, and the literal behind it. */
interface Step {
  readonly write: Writer;
  readonly after: string;
}

/** UTF-16 units that the chunks write whatever the data are. */
export function literalLength(chunks: readonly Chunk[]): number {
  return chunks.reduce((length, chunk) => length + (typeof chunk === 'string' ? chunk.length : 0), 0);
}
