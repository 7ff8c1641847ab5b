import { QueryClient } from '@tanstack/react-query';
import { Problem } from './problem.ts';

/** Only what a repeat can mend is repeated: no answer, or a server that is busy. */
function mayRepeat(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: mayRepeat, retryDelay: (failures) => 500 * 2 ** failures },
    // What a person does is never done twice by itself.
    mutations: { retry: false },
  },
});
