import type { IDataObject } from 'n8n-workflow';

/** A parameter as text: expressions may give numbers where a form gives text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** `{"properties.extStatus": "EXT.READY"}` -> `{"properties": {"extStatus": "EXT.READY"}}`. What a person has left empty is left out. */
export function nested(fields: IDataObject): IDataObject {
  const root: IDataObject = {};
  for (const [path, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === '') continue;
    const names = path.split('.');
    const last = names.pop() ?? path;
    let place = root;
    for (const name of names) place = childOf(place, name);
    place[last] = isPlain(value) && isPlain(place[last]) ? { ...place[last], ...value } : value;
  }
  return root;
}

/** No name is taken from what every object inherits. */
function childOf(place: IDataObject, name: string): IDataObject {
  const there = Object.hasOwn(place, name) ? place[name] : undefined;
  if (isPlain(there)) return there;
  const child: IDataObject = {};
  Object.defineProperty(place, name, { value: child, enumerable: true, writable: true, configurable: true });
  return child;
}

const isPlain = (value: unknown): value is IDataObject =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
