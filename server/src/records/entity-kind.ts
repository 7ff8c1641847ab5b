import type { EntityDefinition, FieldSchema, JsonObject, NumberSeries, Part, Process, TypeRule } from './types.ts';

/** What a record of one type is made of: the entity's own fields, those of the type's parts, and those that Gangway keeps. */
export interface EntityKind {
  readonly entity: string;
  /** Singular: `document`. */
  readonly title: string;
  readonly type: string | null;
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly computed: 'amounts' | 'invoice' | undefined;
  readonly process: Process | undefined;
  readonly series: readonly FieldSeries[];
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
}

export interface FieldSeries {
  /** A field of the record, or `registration`. */
  readonly field: string;
  readonly name: string;
  readonly series: NumberSeries;
}

const ids: FieldSchema = { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 1000, uniqueItems: true };
const groups: FieldSchema = {
  type: 'array',
  items: { type: 'string', format: 'group', maxLength: 80 },
  maxItems: 200,
  uniqueItems: true,
};
const whoMay: FieldSchema = { type: 'object', properties: { users: ids, groups } };

/** Fields that every entity has (product.md: tags; acl; declared properties). */
const commonFields: Readonly<Record<string, FieldSchema>> = {
  tags: {
    type: 'array',
    title: 'Tags',
    items: { type: 'string', minLength: 1, maxLength: 100 },
    maxItems: 200,
    uniqueItems: true,
  },
  acl: {
    type: 'object',
    title: 'Access',
    description: 'Who may read and change this record, where that is narrower than the rights on the entity.',
    properties: { read: whoMay, change: whoMay },
  },
};

const approval: FieldSchema = {
  type: 'object',
  properties: {
    step: { type: 'integer', title: 'Number of the step' },
    userId: { type: 'integer' },
    name: { type: 'string', title: 'Name of the person' },
    at: { type: 'string', format: 'date-time' },
  },
};

/** Fields of records that have statuses. */
const processFields: Readonly<Record<string, FieldSchema>> = {
  statusDate: { type: 'string', format: 'moment', title: 'Status since' },
  process: {
    type: 'object',
    title: 'Approval',
    description: 'How far an approval with several steps has come.',
    readOnly: true,
    properties: {
      to: { type: 'string', title: 'Status that is being approved' },
      steps: { type: 'integer', title: 'Steps in all' },
      waitingFor: { type: 'string', title: 'What the next step is' },
      approvals: { type: 'array', items: approval },
    },
  },
};

/** The kind of a type; null: what all types of the entity have between them, for fields whose type is not known yet. */
export function kindOf(definition: EntityDefinition, type: string | null): EntityKind {
  const types = definition.types ?? {};
  const rule = type !== null && Object.hasOwn(types, type) ? types[type] : undefined;
  const parts = Object.entries(definition.parts ?? {})
    .filter(([name]) => (rule === undefined ? type === null : (rule.parts ?? []).includes(name)))
    .map(([, part]) => part);
  const processName = rule?.process ?? definition.process;
  const process = processName === undefined ? undefined : definition.processes?.[processName];
  const computed = parts.map((part) => part.computed);
  const own = { ...definition.fields, ...merged(parts.map((part) => part.fields)) };
  return {
    entity: definition.name,
    title: definition.title,
    type,
    fields: {
      ...typeField(definition),
      ...own,
      ...statusFields(definition, process, type),
      properties: propertiesField(definition),
      ...commonFields,
    },
    required: requiredFields(definition, rule, parts),
    computed: computed.includes('invoice') ? 'invoice' : computed.find((name) => name !== undefined),
    process,
    series: seriesOf(definition, rule?.series ?? {}),
    defaults: { ...defaultsOf(own), ...rule?.defaults },
  };
}

function requiredFields(definition: EntityDefinition, rule: TypeRule | undefined, parts: readonly Part[]): string[] {
  const names = [
    ...(definition.types === undefined ? [] : ['type']),
    ...(definition.required ?? []),
    ...(rule === undefined ? [] : parts.flatMap((part) => part.required ?? [])),
    ...(rule?.required ?? []),
  ];
  return [...new Set(names)];
}

function merged<T>(objects: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  return Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
}

/** The kind of a record as it is stored. */
export function kindOfData(definition: EntityDefinition, data: JsonObject): EntityKind {
  return kindOf(definition, typeof data['type'] === 'string' ? data['type'] : null);
}

function typeField(definition: EntityDefinition): Record<string, FieldSchema> {
  if (definition.types === undefined) return {};
  return { type: { type: 'string', title: 'Type', enum: Object.keys(definition.types) } };
}

function statusFields(
  definition: EntityDefinition,
  process: Process | undefined,
  type: string | null,
): Readonly<Record<string, FieldSchema>> {
  const processes = type === null ? Object.values(definition.processes ?? {}) : process === undefined ? [] : [process];
  if (processes.length === 0) return {};
  const names = new Set(processes.flatMap((each) => Object.keys(each.statuses)));
  return { status: { type: 'string', title: 'Status', enum: [...names] }, ...processFields };
}

function propertiesField(definition: EntityDefinition): FieldSchema {
  return { type: 'object', title: 'Properties', properties: definition.properties ?? {} };
}

function seriesOf(definition: EntityDefinition, fields: Readonly<Record<string, string>>): FieldSeries[] {
  const named = Object.entries({
    ...(definition.registration === undefined ? {} : { registration: definition.registration }),
    ...fields,
  });
  return named.flatMap(([field, name]) => {
    const series = definition.series?.[name];
    return series === undefined ? [] : [{ field, name, series }];
  });
}

function defaultsOf(fields: Readonly<Record<string, FieldSchema>>): Record<string, string | number | boolean> {
  const found: Record<string, string | number | boolean> = {};
  for (const [name, schema] of Object.entries(fields)) if (schema.default !== undefined) found[name] = schema.default;
  return found;
}
