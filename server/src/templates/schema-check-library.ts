import {
  ParseOption,
  XmlDocument,
  XmlLibError,
  XmlParseError,
  XmlError,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { describeFindings, type LibraryDetail, type SchemaFault } from './schema-check-faults.ts';
import { addressOf, encodeSchemaFile, findInSet, hasDoctype, pathOf, type SchemaSet } from './schema-check-set.ts';

/**
 * Checks with libxml2, in the thread of schema-check-worker.ts. It keeps the compiled schemas (Pohoda compiles in 150-350 ms, a check takes 0.2 ms) by
 * the hash of their files and knows nothing else.
 */
export interface CheckJob {
  /** Of the schema, which is sent when the thread lacks it. */
  readonly hash: string;
  /** Absent: the schema alone is tried. */
  readonly bytes?: Uint8Array;
}

const mostSchemas = 12;
const doctypeFault: SchemaFault = { message: 'A DOCTYPE is not allowed in a message. Remove it.', line: 1 };
/** No external entity, no network, true line numbers above 65,535. NOENT is never set. */
const safely: ParseOption =
  ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES;

type Compiled = { readonly validator: XsdValidator } | { readonly faults: readonly SchemaFault[] };
const compiled = new Map<string, Compiled>();

/** The files that may be read just now: those of the schema being compiled. Empty while a document is checked, so that its
 *  `xsi:schemaLocation` cannot add anything to a schema that others share. */
let readable: Readonly<Record<string, string>> = {};
let missing: string[] = [];

/** Once, before the first check. */
export function serveFilesFromTheSet(): void {
  const open = new Map<number, { bytes: Uint8Array; offset: number }>();
  let last = 0;
  // Without the providers that libxml2 brings along there is no way to a file or an address.
  xmlCleanupInputProvider();
  xmlRegisterInputProvider({
    match: () => true,
    open: (address) => {
      const path = findInSet(address, new Set(Object.keys(readable)));
      const text = path === undefined ? undefined : readable[path];
      if (text === undefined) {
        missing.push(pathOf(address));
        return undefined;
      }
      last += 1;
      open.set(last, { bytes: encodeSchemaFile(text), offset: 0 });
      return last;
    },
    read: (handle, buffer) => {
      const file = open.get(handle);
      if (!file) return -1;
      const part = file.bytes.subarray(file.offset, file.offset + buffer.byteLength);
      buffer.set(part);
      file.offset += part.byteLength;
      return part.byteLength;
    },
    close: (handle) => open.delete(handle),
  });
}

function compile(schema: SchemaSet): Compiled {
  const text = schema.files[schema.main];
  if (text === undefined) return { faults: [{ message: `The schema has no file ${schema.main}.`, line: 0 }] };
  readable = schema.files;
  missing = [];
  try {
    using document = XmlDocument.fromBuffer(encodeSchemaFile(text), { url: addressOf(schema.main), option: safely });
    return { validator: XsdValidator.fromDoc(document) };
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const absent = [...new Set(missing)].map((path) => ({
      message: `The schema needs ${path}, which is not among its files. Add it.`,
      line: 0,
    }));
    return { faults: [...absent, ...describeSchemaFaults(error.details)] };
  } finally {
    readable = {};
  }
}

function describeSchemaFaults(details: readonly LibraryDetail[]): SchemaFault[] {
  const errors = details.filter((detail) => !/Failed to locate a schema|failed to load/i.test(detail.message));
  return describeFindings(errors).map((fault, index) => {
    const address = errors[index]?.file;
    return address === undefined ? fault : { ...fault, file: pathOf(address) };
  });
}

function compiledSchema({ hash }: CheckJob, schema: SchemaSet | undefined): Compiled | undefined {
  const known = compiled.get(hash);
  if (known) {
    // Moved to the end: the map is in the order of use, the oldest is given up first.
    compiled.delete(hash);
    compiled.set(hash, known);
    return known;
  }
  if (!schema) return undefined;
  const made = compile(schema);
  compiled.set(hash, made);
  for (const [oldest, old] of compiled) {
    if (compiled.size <= mostSchemas) break;
    compiled.delete(oldest);
    if ('validator' in old) old.validator.dispose();
  }
  return made;
}

function checkBytes(validator: XsdValidator, bytes: Uint8Array): readonly SchemaFault[] {
  if (hasDoctype(bytes)) return [doctypeFault];
  try {
    using document = XmlDocument.fromBuffer(bytes, { url: 'message', option: safely });
    // A charset that hasDoctype does not read (UTF-32, EBCDIC) ends here.
    if (document.dtd !== null) return [doctypeFault];
    validator.validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlParseError) return describeParseError(error);
    if (error instanceof XmlLibError) return describeFindings(error.details);
    if (error instanceof XmlError) {
      const message = 'The schema cannot be applied to this message: one of its rules is too costly to check.';
      return [{ message, line: 0 }];
    }
    throw error;
  }
}

function describeParseError(error: XmlParseError): readonly SchemaFault[] {
  const [first] = error.details;
  const words = (first?.message ?? error.message).trim();
  return [{ message: `This is not well-formed XML: ${words}`, line: first?.line ?? 0, column: first?.col ?? 0 }];
}

function findFaults(schema: Compiled, bytes: Uint8Array | undefined): readonly SchemaFault[] {
  if ('faults' in schema) return schema.faults;
  return bytes === undefined ? [] : checkBytes(schema.validator, bytes);
}

/** The faults; undefined where the schema is not known and was not sent along. */
export function check(job: CheckJob, sent: SchemaSet | undefined): readonly SchemaFault[] | undefined {
  const schema = compiledSchema(job, sent);
  return schema && findFaults(schema, job.bytes);
}
