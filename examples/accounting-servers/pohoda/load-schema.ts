import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaSet } from '../../../server/src/templates/schema-check.ts';

/** The schema files of a folder, read in the charset that each declares. `main` is a path in it, such as `data.xsd`. */
export function loadSchema(folder: string, main: string): SchemaSet {
  const files: Record<string, string> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.xsd')) continue;
    const bytes = readFileSync(join(folder, path));
    const declared = /^<\?xml[^>]*encoding=["']([^"']+)["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
    files[path.replaceAll('\\', '/')] = new TextDecoder(declared ?? 'utf-8').decode(bytes);
  }
  return { main, files };
}
