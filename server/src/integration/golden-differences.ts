import type { Transaction } from '../database/database.ts';
import { renderGolden, sameMessage } from '../deliveries/golden.ts';
import { readGolden } from '../deliveries/golden-store.ts';
import type { Fault } from '../errors.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import type { Dictionary, MessageTemplate } from '../templates/template.ts';
import type { Configured } from './check-configuration.ts';
import type { FileObject } from './integration-file.ts';

/** A changed template that makes another message of a golden record than the one that was pinned: one fault for each, at its place in the file. */
export async function goldenDifferences(
  transaction: Transaction,
  unitId: number,
  changed: readonly FileObject[],
  wanted: Configured,
): Promise<Fault[]> {
  const templates = changed.filter(({ kind }) => kind === 'templates');
  const golden = await readGolden(
    transaction,
    unitId,
    templates.map(({ name }) => name),
  );
  if (golden.length === 0) return [];
  const of = (kind: FileObject['kind']) => wanted.filter((object) => object.kind === kind);
  // Forms were judged before; what does not compile is told elsewhere.
  const definitions = resolveDefinitions(of('entities').map(({ body }) => body));
  const dictionaries = Object.fromEntries(
    of('dictionaries').map(({ name, body }) => [name, (body as Dictionary).entries]),
  );
  return templates.flatMap(({ name, body, path }) => {
    const own = golden.filter(({ template }) => template === name);
    const differing = own.filter(({ content, expected }) => {
      const made = renderGolden(content, body as MessageTemplate, dictionaries, definitions);
      return !made.ok || !sameMessage(made.message, expected);
    });
    if (differing.length === 0) return [];
    const titles = differing.slice(0, 3).map(({ title }) => JSON.stringify(title));
    const message = `The template ${JSON.stringify(name)} makes another message of ${differing.length} of its ${own.length} golden records than was pinned (${titles.join(', ')}). Look at the differences; if they are meant, say why with "reason".`;
    return [{ path: path === '' ? 'body' : `${path}.body`, message }];
  });
}
