import { checkFilter, type FilterSurroundings } from './check-filter.ts';
import { type Condition, FilterFault, type FilterField, type FilterProblem } from './filter.ts';
import { parseFilter } from './parse-filter.ts';

export type FilterReading<Field extends FilterField> =
  | { readonly ok: true; readonly condition: Condition<Field> | undefined }
  | { readonly ok: false; readonly problem: FilterProblem };

/** A filter as it was written, judged by the fields that there are. A blank one lets everything through. */
export function readFilter<Field extends FilterField>(
  source: string,
  surroundings: FilterSurroundings<Field>,
): FilterReading<Field> {
  if (source.trim() === '') return { ok: true, condition: undefined };
  try {
    return { ok: true, condition: checkFilter(parseFilter(source), surroundings) };
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    return { ok: false, problem: { message: error.message, column: error.at + 1 } };
  }
}
