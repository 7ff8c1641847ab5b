import { createHash } from 'node:crypto';

/**
 * Where a page ended: the keys of its last row, so that the next page begins behind it whatever was inserted, changed or deleted meanwhile. It belongs to one
 * question; `question` is what must be the same in every page: view, filter, order.
 */
export function writeCursor(keys: readonly string[], question: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([fingerprint(question), ...keys])).toString('base64url');
}

/** undefined: it is none, or one of another question. */
export function readCursor(cursor: string, question: readonly unknown[]): readonly string[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  if (!Array.isArray(read) || !read.every((item): item is string => typeof item === 'string')) return undefined;
  const [mark, ...keys] = read;
  return mark === fingerprint(question) ? keys : undefined;
}

function fingerprint(question: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);
}
