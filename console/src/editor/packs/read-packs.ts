import { parse } from 'yaml';
import type { MessageTemplate } from '../preview/message-draft.ts';
import type { Dictionaries } from '../preview/samples.ts';

/** A ready integration, as far as templates are concerned; `file` is the whole of it. */
export interface Pack {
  readonly name: string;
  readonly templates: readonly MessageTemplate[];
  readonly dictionaries: Dictionaries;
  readonly file: Readonly<Record<string, unknown>>;
}

/** Every file of the packs as text; each is loaded when somebody asks for packs. */
const files = import.meta.glob<string>('../../../../packs/*/*.{yaml,json,xml}', { query: '?raw', import: 'default' });

/** Every pack with its templates, the texts of their files in them. */
export async function readPacks(): Promise<readonly Pack[]> {
  const texts = new Map(
    await Promise.all(
      Object.entries(files).map(async ([path, load]): Promise<[string, string]> => [pathInPacks(path), await load()]),
    ),
  );
  const names = [...texts.keys()]
    .filter((path) => path.endsWith('/integration.yaml'))
    .map((path) => path.split('/')[0] ?? '');
  return names.map((name) => packOf(name, texts)).filter(({ templates }) => templates.length > 0);
}

/** `../../../../packs/pohoda/invoice.xml` -> `pohoda/invoice.xml` */
function pathInPacks(path: string): string {
  return path.split('/').slice(-2).join('/');
}

function packOf(name: string, texts: ReadonlyMap<string, string>): Pack {
  // The packs are our own; their tests hold them against the form of an integration file.
  const file = withTexts(parse(texts.get(`${name}/integration.yaml`) ?? '{}'), name, texts) as PackFile;
  const dictionaries = (file.dictionaries ?? []).map(({ name: own, entries }): [string, Record<string, string>] => [
    own,
    entries,
  ]);
  return { name, templates: file.templates ?? [], dictionaries: Object.fromEntries(dictionaries), file };
}

interface PackFile extends Readonly<Record<string, unknown>> {
  readonly templates?: readonly MessageTemplate[];
  readonly dictionaries?: readonly { readonly name: string; readonly entries: Record<string, string> }[];
}

/** `{ file: invoice.xml }` replaced by the text of the file, as the command line does it. */
function withTexts(value: unknown, pack: string, texts: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withTexts(item, pack, texts));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'file') return texts.get(`${pack}/${String(only[1])}`) ?? '';
  return Object.fromEntries(entries.map(([key, inner]): [string, unknown] => [key, withTexts(inner, pack, texts)]));
}
