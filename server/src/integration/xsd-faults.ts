import type { Fault } from '../errors.ts';
import { checkSchemaSet } from '../templates/schema-check.ts';
import type { MessageTemplate, SchemaSet } from '../templates/template.ts';
import { inside } from './inside.ts';
import type { FileObject } from './integration-file.ts';

/**
 * Faults of XML schemas that changed templates check with, or that changed themselves: a file that is missing, a type that nobody declares. Compiling them takes
 * some tenths of a second in their thread; seen only with the first message, they would fail every one.
 */
export async function xsdFaults(wanted: readonly FileObject[], changed: readonly FileObject[]): Promise<Fault[]> {
  const isChanged = new Set(changed.map(({ kind, name }) => `${kind}/${name}`));
  const used = new Map<string, { readonly set: FileObject; readonly main: string }>();
  for (const { kind, name, body } of wanted) {
    const { schema } = body as MessageTemplate;
    if (kind !== 'templates' || schema === undefined) continue;
    const [setName = ''] = schema.split('/');
    const main = schema.slice(setName.length + 1);
    const set = wanted.find((object) => object.kind === 'schemas' && object.name === setName);
    if (set === undefined || !Object.hasOwn((set.body as SchemaSet).files, main)) continue;
    if (isChanged.has(`templates/${name}`) || isChanged.has(`schemas/${setName}`)) used.set(schema, { set, main });
  }
  const found = await Promise.all([...used.values()].map(({ set, main }) => faultsIn(set, main)));
  return found.flat();
}

async function faultsIn({ body, path }: FileObject, main: string): Promise<Fault[]> {
  const verdict = await checkSchemaSet({ main, files: (body as SchemaSet).files });
  if (verdict.valid) return [];
  return verdict.faults.map(({ message, line, column, file = main }) => ({
    path: `${inside(path)}files[${JSON.stringify(file)}]`,
    message,
    ...(line > 0 ? { line } : {}),
    ...(column === undefined ? {} : { column }),
  }));
}
