/** A schema, as far as an example of it is concerned. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** No example is known, and what it belongs to can do without. */
const none = Symbol('none');

/**
 * An example of a value, made of the schema's own examples wherever it has some and of the names of fields elsewhere. Pure. Nobody can guess a text in a
 * pattern: such a schema needs an example of its own, and a test says which ones have none.
 */
export function exampleOf(schema: unknown, name = ''): unknown {
  const example = make(schema as Schema, name, schema as Schema, 0);
  return example === none ? {} : example;
}

function make(schema: Schema, name: string, root: Schema, depth: number): unknown {
  const given = schema.examples?.[0] ?? schema.const ?? schema.default;
  if (given !== undefined) return given;
  if (schema.enum !== undefined) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return ofVariants(variants, name, root, depth);
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    // A shape that holds itself is shown once.
    return target === undefined || depth > 4 ? none : make(target, name, root, depth + 1);
  }
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => make(part, name, root, depth)));
  return ofType(schema, name, root, depth);
}

/** The first variant that is not null. */
function ofVariants(variants: readonly Schema[], name: string, root: Schema, depth: number): unknown {
  for (const variant of variants) {
    const example = variant.type === 'null' ? none : make(variant, name, root, depth);
    if (example !== none) return example;
  }
  return variants.some(({ type }) => type === 'null') ? null : none;
}

function ofType(schema: Schema, name: string, root: Schema, depth: number): unknown {
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object':
      return ofObject(schema, root, depth);
    case 'array':
      return ofList(schema, name, root, depth);
    case 'string':
      return ofText(schema, name);
    case 'integer':
    case 'number':
      return numbersByName[name] ?? schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return none;
  }
}

function ofObject({ properties = {}, required = [] }: Schema, root: Schema, depth: number): object {
  const entries = Object.entries(properties).flatMap(([name, schema]): [string, unknown][] => {
    const optional = !required.includes(name);
    // What may be left away is left away where the shape goes on without an end.
    const example = optional && depth > 6 ? none : make(schema, name, root, depth + 1);
    if (example !== none) return [[name, example]];
    return optional ? [] : [[name, {}]];
  });
  return Object.fromEntries(entries);
}

function ofList({ items, minItems = 0 }: Schema, name: string, root: Schema, depth: number): unknown[] {
  const example = items === undefined ? none : make(items, singular(name), root, depth + 1);
  return example === none && minItems === 0 ? [] : [example === none ? {} : example];
}

function ofText({ format }: Schema, name: string): string {
  return (
    (format === undefined ? undefined : textsByFormat[format]) ?? textsByName[name] ?? (name === '' ? 'text' : name)
  );
}

function singular(name: string): string {
  return name.endsWith('s') ? name.slice(0, -1) : name;
}

const textsByFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-11-23T10:00:00.000Z',
  date: '2026-11-23',
  uuid: '019ab2c3-0000-7000-8000-000000000001',
  uri: 'https://accounting.example.com/',
  email: 'jana@example.com',
};

const approved = 'documents.approved';

/** What a text of this name holds, wherever it stands. */
const textsByName: Readonly<Record<string, string>> = {
  connection: 'accounting',
  template: 'invoice-to-accounting',
  trigger: 'invoice-approved',
  entity: 'documents',
  recordType: 'INVOICE.SALES',
  registration: '2026-0001',
  id: '019ab2c3-0000-7000-8000-000000000001',
  deliveryId: '019ab2c3-0000-7000-8000-000000000001',
  eventId: '019ab2c3-0000-7000-8000-000000000002',
  jobId: '019ab2c3-0000-7000-8000-000000000003',
  state: 'delivered',
  status: 'APPROVED',
  kind: 'updated',
  name: 'accounting',
  title: 'Accounting',
  text: 'Accounting has not answered for an hour.',
  reason: 'Accepted.',
  detail: 'Accepted.',
  message: 'The invoice was booked.',
  summary: 'The invoice was booked.',
  description: 'Invoices for accounting.',
  by: 'admin',
  who: 'admin',
  what: 'token-created',
  userName: 'admin',
  createdBy: 'admin',
  updatedBy: 'admin',
  resolvedBy: 'admin',
  user: 'admin',
  login: 'admin',
  group: 'Configurator',
  role: 'api',
  origin: 'api',
  version: '0.1.0',
  zone: 'Europe/Prague',
  locale: 'cs-CZ',
  method: 'POST',
  url: 'https://accounting.example.com/invoices',
  targetUrl: 'https://hooks.example.com/gangway',
  path: '/invoices',
  host: 'accounting.example.com',
  header: 'application/json',
  body: '{"id":7}',
  charset: 'utf-8',
  contentType: 'application/json',
  nextCursor: '019ab2c3-0000-7000-8000-000000000001',
  ipRange: '10.1.0.0/16',
  scope: 'Configurator',
  organisation: 'My company',
  field: 'properties.accountingId',
  event: approved,
  schema: 'pohoda/data.xsd',
  delimiter: ';',
  filter: "type = 'INVOICE.SALES'",
};

const numbersByName: Readonly<Record<string, number>> = {
  unit: 1,
  unitId: 1,
  userId: 2,
  recordId: 7,
  limit: 100,
  count: 1,
  revision: 1,
  attempts: 1,
  durationMs: 12,
};
