/** `lines[2].vatRate`: names joined by points, places in lists counted from 0 as in JSON, odd names in brackets. */
export function joinPath(base: string, key: string | number): string {
  if (typeof key === 'number') return `${base}[${key}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${base}[${JSON.stringify(key.slice(0, 100))}]`;
  return base === '' ? key : `${base}.${key}`;
}

/** A JSON pointer within a field to a field path: (`lines`, `/2/vatRate`) is `lines[2].vatRate`. */
export function pathOfPointer(field: string, pointer: string, isList: (path: string) => boolean): string {
  let path = field;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path = joinPath(path, /^\d+$/.test(key) && isList(path) ? Number(key) : key);
  }
  return path;
}
