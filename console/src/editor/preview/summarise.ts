import type { PlacedProblem } from './compile-draft.ts';
import type { RecordPreview } from './render-draft.ts';

/** Records that have the same trouble. */
export interface TroubleGroup {
  /** A code of the language (`missing-translation`), by which it is put into words; the author's own sentence is its own group. */
  readonly code: string;
  readonly message: string;
  /** Positions among the records. */
  readonly records: readonly number[];
  readonly problem: PlacedProblem;
}

export interface Summary {
  readonly ok: number;
  readonly groups: readonly TroubleGroup[];
}

/**
 * "18 ok, 1 missing VAT id, 1 dictionary gap": records by their first problem, the most frequent trouble first. Two records have the same trouble
 * where it is of the same kind at the same place; the sentence of `required()` is the author's and a kind of its own.
 */
export function summarise(records: readonly RecordPreview[]): Summary {
  const groups = new Map<string, { code: string; message: string; records: number[]; problem: PlacedProblem }>();
  let ok = 0;
  records.forEach(({ problems }, index) => {
    const [problem] = problems;
    if (problem === undefined) {
      ok++;
      return;
    }
    const { code, part, line, column } = problem;
    const message = withoutRound(problem.message);
    const key = code === 'required' ? `required ${message}` : `${code} ${part} ${line}:${column}`;
    const group = groups.get(key) ?? { code, message, records: [], problem };
    group.records.push(index);
    groups.set(key, group);
  });
  return { ok, groups: [...groups.values()].toSorted((left, right) => right.records.length - left.records.length) };
}

/** Without `(Round 3 of "line in input.lines".)`: the same trouble in another line is the same trouble. */
export function withoutRound(message: string): string {
  return message.replace(/ \(Round \d+ of "[^"]*"\.\)$/, '');
}
