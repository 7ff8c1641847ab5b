import type { Method, Route } from './operation.ts';

/** The methods that a path has, for the header Allow of a 405; empty: there is no such path. HEAD goes with GET. */
export function allowedMethods(routes: readonly Route[], path: string): readonly (Method | 'HEAD')[] {
  const parts = path.split('/');
  const methods = new Set<Method | 'HEAD'>();
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (wanted.length !== parts.length) continue;
    if (!wanted.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))) continue;
    methods.add(route.method);
    if (route.method === 'GET') methods.add('HEAD');
  }
  return [...methods].sort();
}
