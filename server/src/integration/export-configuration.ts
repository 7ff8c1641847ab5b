import { readConfiguration } from '../configuration/store.ts';
import type { Queryable } from '../database/database.ts';
import { type IntegrationFile, type Section, sections } from './integration-file.ts';

/**
 * The unit's configuration as an integration file: applied elsewhere, it makes the same. Secrets are not in it, only their placeholders. Sections stand in a
 * fixed order and objects by name, so that two exports of the same configuration are the same text.
 */
export async function exportConfiguration(
  queryable: Queryable,
  unitId: number,
  chosen: readonly Section[] = sections,
): Promise<IntegrationFile> {
  const objects = await readConfiguration(queryable, unitId);
  const file: Partial<Record<Section, unknown[]>> = {};
  for (const section of sections.filter((each) => chosen.includes(each))) {
    const found = objects.filter(({ kind }) => kind === section);
    if (found.length > 0) file[section] = found.map(({ name, body }) => ({ name, ...body }));
  }
  // Each body was checked against its schema when it was saved.
  return file as IntegrationFile;
}
