import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';

export interface PackChanges {
  readonly url: string;
  /** The one trigger of the pack that is live; the others are off. */
  readonly trigger: string;
}

/** Four attempts as in the default schedule, but within seconds. */
export const retryAt = ['0s', '1s', '2s', '4s'] as const;

/**
 * Does what packs/README.md tells a person to do: copies the pack's folder and changes what is his own, the address above all. Resolves to the
 * integration file.
 */
export async function adaptPack(name: string, folder: string, { url, trigger }: PackChanges): Promise<string> {
  const pack = join(folder, name);
  await cp(fileURLToPath(new URL(`../../../packs/${name}`, import.meta.url)), pack, { recursive: true });
  const file = join(pack, 'integration.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  document.setIn(['connections', 0, 'url'], url);
  document.setIn(['connections', 0, 'timeout'], '10s');
  document.setIn(['connections', 0, 'retry'], { at: retryAt });
  const { triggers } = document.toJS() as { triggers: readonly { name: string }[] };
  for (const [index, each] of triggers.entries()) {
    if (each.name !== trigger) document.setIn(['triggers', index, 'mode'], 'off');
  }
  await writeFile(file, document.toString({ lineWidth: 0 }));
  return file;
}
