/**
 * Reads a query as the clients of the data API write it: some encode with encodeURI only, so that `= ' ( ) , /` arrive raw. A pair is split at its first
 * `=`; `+` is a space, as in forms; a `%` that encodes nothing stands for itself. A name that comes twice becomes a list, in order.
 */
export function parseQuery(text: string): Record<string, string | string[]> {
  const query = Object.create(null) as Record<string, string | string[]>;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + 1));
    const earlier = query[name];
    query[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return query;
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Only a malformed escape can fail here.
    return spaced;
  }
}
