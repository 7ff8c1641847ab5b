import { kindOf } from './entity-kind.ts';
import { isList } from './field-tree.ts';
import { choiceLabels, hasDefault, makeType } from './flat-fields.ts';
import type { EntityDefinition, FieldSchema } from './types.ts';

/** A parameter as the forms of Make have it: https://developers.make.com, "Parameters". */
export interface MakeParameter {
  readonly name?: string;
  readonly label?: string;
  readonly type: string;
  readonly required?: true;
  readonly help?: string;
  readonly multiple?: true;
  readonly options?: readonly { readonly label: string; readonly value: string | number }[];
  /** What an item of a list, or a collection, has. */
  readonly spec?: MakeParameter | readonly MakeParameter[];
}

/** `create`: a form for a new record. `change`: the same with nothing required. `read`: what a record has that comes out; `notice`: the same within a notice. */
export type MakeUse = 'create' | 'change' | 'read' | 'notice';

/**
 * The fields of an entity as a form of Make. Its apps cannot turn one shape into another, so they get theirs ready: for the input one collection, which is
 * the body of the request as it stands; for the output the fields themselves.
 */
export function makeParameters(definition: EntityDefinition, type: string | null, use: MakeUse): MakeParameter[] {
  const spec = spread(definition, type, use === 'notice' ? 'read' : use);
  return use === 'read' ? spec : [{ name: 'record', label: title(definition.title), type: 'collection', spec }];
}

type Use = Exclude<MakeUse, 'notice'>;

function spread(definition: EntityDefinition, type: string | null, use: Use): MakeParameter[] {
  const { fields, defaults, required } = kindOf(definition, type);
  const related = new Map(Object.values(definition.relations ?? {}).map(({ field, entity }) => [field, entity]));
  const own = Object.entries(fields).flatMap(([name, schema]) => {
    const labels = choiceLabels(definition, name);
    const entity = related.get(name);
    const parameter = labelled(
      named(name, schema, use, required.includes(name) && !hasDefault(definition, defaults, name)),
      labels,
    );
    if (parameter === undefined || entity === undefined) return parameter ?? [];
    const help = `${isList(definition, name) ? 'Ids of records' : 'The id of a record'} of ${entity}.`;
    return { ...parameter, help: parameter.help === undefined ? help : `${parameter.help} ${help}` };
  });
  if (use === 'read') return [...own.filter(({ name }) => !system.some((other) => other.name === name)), ...system];
  const registration: MakeParameter = {
    ...{ name: 'registration', label: 'Registration', type: 'text' },
    help: 'A number of your own; without it Gangway gives one.',
  };
  return use === 'create' ? [...own, registration] : own;
}

function labelled(
  parameter: MakeParameter | undefined,
  labels: ReadonlyMap<string, string>,
): MakeParameter | undefined {
  if (parameter?.options === undefined || labels.size === 0) return parameter;
  const options = parameter.options.map(({ value }) => ({ label: labels.get(String(value)) ?? String(value), value }));
  return { ...parameter, options };
}

/** What stands on every record. */
const system: readonly MakeParameter[] = [
  { name: 'id', label: 'Id', type: 'integer' },
  { name: 'registration', label: 'Registration', type: 'text' },
  { name: 'revision', label: 'Revision', type: 'integer' },
  { name: 'exports', label: 'Exports', type: 'collection', spec: [] },
  { name: 'createdAt', label: 'Created', type: 'date' },
  { name: 'updatedAt', label: 'Changed', type: 'date' },
];

/** undefined: there is nothing in it that could be filled in. */
function named(name: string, schema: FieldSchema, use: Use, required: boolean): MakeParameter | undefined {
  if (use !== 'read' && schema.readOnly === true) return undefined;
  const help = helpOf(schema, use);
  const shape = shapeOf(schema, use);
  if (shape === undefined) return undefined;
  return {
    ...{ name, label: schema.title ?? name, ...shape },
    ...(required && use === 'create' ? { required: true } : {}),
    ...(help === undefined ? {} : { help }),
  };
}

function shapeOf(schema: FieldSchema, use: Use): MakeParameter | undefined {
  const { items, properties, enum: choices } = schema;
  if (schema.type === 'object') {
    const spec = innerOf(schema, use);
    return spec.length === 0 && Object.keys(properties ?? {}).length > 0 ? undefined : { type: 'collection', spec };
  }
  if (schema.type === 'array') {
    if (items?.enum !== undefined && use !== 'read')
      return { type: 'select', multiple: true, options: optionsOf(items) };
    if (items === undefined) return { type: 'array' };
    if (items.type === 'object') return { type: 'array', spec: innerOf(items, use) };
    return { type: 'array', spec: shapeOf(items, use) ?? { type: 'any' } };
  }
  if (choices !== undefined) return use === 'read' ? { type: 'text' } : { type: 'select', options: optionsOf(schema) };
  return { type: isWritten(schema) ? 'text' : makeType(schema) };
}

function innerOf({ properties = {}, required = [] }: FieldSchema, use: Use): MakeParameter[] {
  return Object.entries(properties).flatMap(([name, field]) => named(name, field, use, required.includes(name)) ?? []);
}

const optionsOf = ({ enum: choices = [] }: FieldSchema) => choices.map((value) => ({ label: String(value), value }));

/** Make's own dates are moments: a day would become the one before where the zone of the scenario is east of Greenwich. */
const isWritten = ({ format }: FieldSchema): boolean => format === 'date' || format === 'time';

function helpOf({ description, format }: FieldSchema, use: Use): string | undefined {
  const form = use === 'read' ? undefined : format === 'date' ? 'YYYY-MM-DD' : format === 'time' ? 'HH:MM' : undefined;
  const words = [description, form].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(' ');
}

const title = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
