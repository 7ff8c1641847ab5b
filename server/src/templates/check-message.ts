import { checkAgainstSchema, type SchemaSet, type SchemaVerdict } from './schema-check.ts';
import type { SchemaSet as SavedSet } from './template.ts';

/** The same object for the same files, so that they are hashed and compiled once. */
const sets = new WeakMap<object, Map<string, SchemaSet>>();

/** Whether a message fits `set/file.xsd`, as a template's `schema` names it: before it is sent, and in a preview. */
export async function checkMessage(
  schemas: ReadonlyMap<string, Pick<SavedSet, 'files'>>,
  schema: string,
  bytes: Uint8Array,
): Promise<SchemaVerdict> {
  const [name = '', ...path] = schema.split('/');
  const set = schemas.get(name);
  if (!set) {
    const message = `There is no schema set "${name}". Apply it again, or take the check out of the template.`;
    return { valid: false, faults: [{ line: 1, message }] };
  }
  const main = path.join('/');
  const known = sets.get(set.files) ?? new Map<string, SchemaSet>();
  sets.set(set.files, known);
  const checked = known.get(main) ?? { main, files: set.files };
  known.set(main, checked);
  return checkAgainstSchema(bytes, checked);
}
