/** A record that is to be marked, as its row shows it. */
export interface Marked {
  readonly id: number;
  readonly name: string;
  readonly revision: number;
}

/** What became of one: `unchanged`, it was marked before and nothing is sent again; `unsure`, no answer came. */
export interface MarkResult extends Marked {
  readonly outcome: 'marked' | 'unchanged' | 'refused' | 'unsure';
  readonly sentence: string | null;
}

/** As the data API answers an array, one item each. */
interface ItemAnswer {
  readonly status: number;
  readonly record?: { readonly revision?: unknown };
  readonly problem?: { readonly detail: string };
}

/** So many at a time, so that a person sees it go on. */
export const chunkSize = 50;

/**
 * Marks record after record in chunks, and tells after each what became of every one. A chunk that fails as a whole leaves the others to be tried: where nothing
 * came back nobody knows, and that is what is said.
 */
export async function markAll(
  records: readonly Marked[],
  send: (ids: readonly number[]) => Promise<unknown>,
  told: (results: readonly MarkResult[]) => void,
  isStopped: () => boolean,
): Promise<void> {
  for (let start = 0; start < records.length && !isStopped(); start += chunkSize) {
    const chunk = records.slice(start, start + chunkSize);
    told(await markChunk(chunk, send));
  }
}

async function markChunk(
  chunk: readonly Marked[],
  send: (ids: readonly number[]) => Promise<unknown>,
): Promise<readonly MarkResult[]> {
  try {
    const answers = await send(chunk.map(({ id }) => id));
    // One item each, in the same order (server/src/api/record-batch.ts).
    const items = Array.isArray(answers) ? (answers as readonly ItemAnswer[]) : [];
    return chunk.map((record, index) => resultOf(record, items[index]));
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    const answered =
      error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500;
    return chunk.map((record) => ({ ...record, outcome: answered ? 'refused' : 'unsure', sentence }));
  }
}

function resultOf(record: Marked, item: ItemAnswer | undefined): MarkResult {
  if (item === undefined) return { ...record, outcome: 'unsure', sentence: null };
  if (item.record === undefined || item.status >= 400)
    return { ...record, outcome: 'refused', sentence: item.problem?.detail ?? null };
  const isSame = Number(item.record.revision) === record.revision;
  return { ...record, outcome: isSame ? 'unchanged' : 'marked', sentence: null };
}
