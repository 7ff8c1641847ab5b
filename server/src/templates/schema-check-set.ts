/** Schema files by path. Nothing outside this map is ever read, neither from disk nor from the network. */
export interface SchemaSet {
  /** Path of the file to check against, such as `pohoda/data.xsd`. */
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
}

const origin = 'schema://set/';

/** The address under which libxml2 knows a file of the set; relative imports are resolved against it. */
export function addressOf(path: string): string {
  return origin + path.split('/').map(encodeURIComponent).join('/');
}

/** The path in the set for an address, for messages. */
export function pathOf(address: string): string {
  const path = address.startsWith(origin) ? address.slice(origin.length) : address;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Which file of the set an import means. First the very path; then the only file of that name, because published schemas import one
 * another by absolute addresses (`http://www.w3.org/TR/xmldsig-core/xmldsig-core-schema.xsd`) and people upload folders flat.
 */
export function findInSet(address: string, paths: ReadonlySet<string>): string | undefined {
  const path = pathOf(address).replaceAll('\\', '/');
  if (paths.has(path)) return path;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const sameName = [...paths].filter((candidate) => candidate === name || candidate.endsWith(`/${name}`));
  return sameName.length === 1 ? sameName[0] : undefined;
}

/** The text as UTF-8. It has been decoded already, so a declaration that still says windows-1250 would be a lie to the parser. */
export function encodeSchemaFile(text: string): Uint8Array {
  const declared = /^\uFEFF?(<\?xml\s[^>]*?)\sencoding\s*=\s*(?:"[^"]*"|'[^']*')/;
  return new TextEncoder().encode(text.replace(declared, '$1').replace(/^\uFEFF/, ''));
}

/**
 * Whether a document has a DOCTYPE. Only the prolog is read (declaration, comments, instructions), so that the word in a comment or a
 * CDATA section further down harms nobody. Refused before parsing: entities are the way into every known attack on XML.
 */
export function hasDoctype(bytes: Uint8Array): boolean {
  const head = decodeHead(bytes);
  let at = 0;
  for (;;) {
    while (/\s/.test(head.charAt(at))) at += 1;
    const end = head.startsWith('<!--', at) ? '-->' : head.startsWith('<?', at) ? '?>' : undefined;
    if (end === undefined) return head.startsWith('<!DOCTYPE', at);
    const found = head.indexOf(end, at);
    if (found < 0) return false;
    at = found + end.length;
  }
}

function decodeHead(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const little = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
  const charset = little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8';
  return new TextDecoder(charset).decode(bytes);
}
