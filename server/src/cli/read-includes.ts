import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

export interface Included {
  readonly value: unknown;
  /** Path of the value to the file that it was read from. */
  readonly includes: ReadonlyMap<string, string>;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Puts the text of files in place of `{ file: name }` and of whole folders in place of `{ folder: name }`. Names are relative to the integration file. Only
 * the command line does this: a server that read files by name would hand them to whoever may apply a file.
 */
export async function readIncludes(value: unknown, integrationFile: string): Promise<Included> {
  const base = integrationFile === '-' ? '.' : dirname(integrationFile);
  const includes = new Map<string, string>();
  const faults: { path: string; message: string }[] = [];

  const visit = async (item: unknown, path: string): Promise<unknown> => {
    if (Array.isArray(item)) {
      return Promise.all(item.map((each, index) => visit(each, `${path}[${index}]`)));
    }
    if (typeof item !== 'object' || item === null) return item;
    const entries = Object.entries(item);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined && typeof first[1] === 'string') {
      if (first[0] === 'file') return include(first[1], path);
      if (first[0] === 'folder') return includeFolder(first[1], path);
    }
    const read = await Promise.all(
      entries.map(async ([name, each]) => [name, await visit(each, path === '' ? name : `${path}.${name}`)] as const),
    );
    return Object.fromEntries(read);
  };

  const include = async (name: string, path: string): Promise<string> => {
    const file = join(base, name);
    includes.set(path, file);
    const text = await readText(file);
    if (text.ok) return text.value;
    faults.push({ path, message: `${name} ${text.fault}` });
    return '';
  };

  const includeFolder = async (name: string, path: string): Promise<Record<string, string>> => {
    const folder = join(base, name);
    try {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = found
        .filter((each) => each.isFile())
        .map((each) => relative(folder, join(each.parentPath, each.name)));
      const read = files.sort().map(async (file) => {
        const key = file.split(sep).join('/');
        return [key, await include(join(name, file), `${path}.${key}`)] as const;
      });
      return Object.fromEntries(await Promise.all(read));
    } catch (error) {
      faults.push({ path, message: `the folder ${name} cannot be read: ${messageOf(error)}` });
      return {};
    }
  };

  return { value: await visit(value, ''), includes, faults };
}

type Text = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly fault: string };

/** As UTF-8; a file that is not, and says by an XML declaration which charset it has, in that one. */
async function readText(file: string): Promise<Text> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return { ok: false, fault: `cannot be read: ${messageOf(error)}` };
  }
  const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString('latin1', 0, 300))?.[1];
  const value = decode(bytes, 'utf-8') ?? (declared === undefined ? undefined : decode(bytes, declared));
  return value === undefined ? { ok: false, fault: 'is not UTF-8. Save it as UTF-8.' } : { ok: true, value };
}

function decode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    // Bytes that are no text in this charset, or a charset that nobody knows.
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
