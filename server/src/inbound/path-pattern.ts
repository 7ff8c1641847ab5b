/** A path of a definition: fixed parts, and parameters. */
export type PathPart = { readonly fixed: string } | { readonly parameter: string };
export type PathPattern = readonly PathPart[];

/** `/turnstile/{device}/passes`; the schema has let the text through. */
export function parsePattern(path: string): PathPattern {
  return path
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith('{') ? { parameter: part.slice(1, -1) } : { fixed: part }));
}

export function parametersOf(pattern: PathPattern): string[] {
  return pattern.flatMap((part) => ('parameter' in part ? [part.parameter] : []));
}

/**
 * The parts of a path as it was asked for, each decoded by itself, so that an encoded slash stays within its part. One slash at the end is nothing.
 * undefined: a % that begins no character.
 */
export function splitPath(path: string): string[] | undefined {
  try {
    return path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decodeURIComponent);
  } catch (fault) {
    if (fault instanceof URIError) return undefined;
    throw fault;
  }
}

/** The parameters' values; undefined: this is another path. */
export function matchPath(
  pattern: PathPattern,
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = parts[index] ?? '';
    if ('parameter' in part) {
      if (given === '') return undefined;
      values[part.parameter] = given;
    } else if (part.fixed !== given) return undefined;
  }
  return values;
}

/** Below 0: the first one is narrower, because it says itself where the other one has a parameter. 0: both fit the same paths, or no path fits both. */
export function compareNarrowness(one: PathPattern, other: PathPattern): number {
  for (const [index, part] of one.entries()) {
    const opposite = other[index];
    if (opposite === undefined || 'parameter' in part === 'parameter' in opposite) continue;
    return 'parameter' in part ? 1 : -1;
  }
  return 0;
}

/** Whether both fit exactly the same paths, so that nothing could tell which of them is meant. */
export function samePaths(one: PathPattern, other: PathPattern): boolean {
  return (
    one.length === other.length &&
    one.every((part, index) => {
      const opposite = other[index];
      if (opposite === undefined) return false;
      return 'fixed' in part ? 'fixed' in opposite && part.fixed === opposite.fixed : 'parameter' in opposite;
    })
  );
}
