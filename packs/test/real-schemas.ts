import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSchema } from '../../examples/accounting-servers/pohoda/load-schema.ts';
import type { SchemaSet } from '../../server/src/templates/schema-check.ts';

/** The folder of published schemas beside the repository. They are not part of the project; without them these tests say that they are skipped. */
export const schemaFolder = fileURLToPath(new URL('../../../shared/schemas/', import.meta.url));
export const schemasPresent = existsSync(schemaFolder);

const loaded = new Map<string, SchemaSet>();

/** Read once; the same object every time, so that it is hashed once as well. */
export function realSchema(folder: string, main: string): SchemaSet {
  const key = `${folder}/${main}`;
  const schema = loaded.get(key) ?? loadSchema(`${schemaFolder}${folder}`, main);
  loaded.set(key, schema);
  return schema;
}
