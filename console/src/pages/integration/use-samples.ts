import { useQuery } from '@tanstack/react-query';
import { readProblem } from '../../api/problem.ts';
import { useApi } from '../../api/session.ts';
import { noSamples, readSamples, type SampleSet } from '../../editor/preview/samples.ts';

/** The last records of an entity as conditions and templates see them: their fields, and values to show beside completions. */
export function useSamples(entity: string | undefined, last = 1): SampleSet {
  const { unit } = useApi();
  const { data } = useQuery({
    queryKey: [unit, 'samples', entity, last],
    enabled: entity !== undefined && entity !== '',
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ entity: entity ?? '', last: String(last) });
      // Read as text: amounts keep their digits only in the language's own reader.
      const response = await fetch(`/api/v1/${unit}/samples?${query.toString()}`, {
        signal,
        headers: { accept: 'application/json' },
      });
      if (!response.ok) throw await readProblem(response);
      return readSamples(await response.text());
    },
  });
  return data ?? noSamples;
}
