import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readIntegrationFile, type IntegrationFile } from '../../server/src/integration/integration-file.ts';
import type { SchemaSet } from '../../server/src/templates/template.ts';

const packs = new URL('../', import.meta.url);

/** Names of the packs: every folder with an integration file. */
export const packNames = readdirSync(packs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'test')
  .map((entry) => entry.name);

/** A pack as it is applied: `{ file: name }` replaced by the file's text, as the command line does it. Throws all faults of its form. */
export function loadPack(name: string): IntegrationFile {
  return parsePack(name, readPackFile(name, 'integration.yaml'));
}

/** The same with the check against schemas switched on, as its README says. */
export function loadPackWithSchemas(name: string, schemas: SchemaSet): IntegrationFile {
  const source = readPackFile(name, 'integration.yaml').replaceAll('# schema:', 'schema:');
  return { ...parsePack(name, source), schemas: [schemas] };
}

function parsePack(name: string, source: string): IntegrationFile {
  const file = inlineFiles(parse(source), new URL(`${name}/`, packs));
  const { faults } = readIntegrationFile(file);
  if (faults.length > 0) throw new Error(faults.map(({ path, message }) => `${path ?? ''}: ${message}`).join('\n'));
  return file as IntegrationFile;
}

export function readPackFile(name: string, file: string): string {
  return readFileSync(new URL(`${name}/${file}`, packs), 'utf8');
}

function inlineFiles(value: unknown, folder: URL): unknown {
  if (Array.isArray(value)) return value.map((item) => inlineFiles(item, folder));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'file') return readFileSync(new URL(String(only[1]), folder), 'utf8');
  return Object.fromEntries(entries.map(([key, inner]) => [key, inlineFiles(inner, folder)]));
}
