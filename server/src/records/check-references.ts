import type { Fault } from '../errors.ts';
import { checkPlainName } from './check-fields.ts';
import { unknown } from './check-process.ts';
import { kindOf } from './entity-kind.ts';
import { joinPath } from './field-path.ts';
import { patternFault } from './number-series.ts';
import type { EntityDefinition, FieldSchema, TypeRule } from './types.ts';
import { neverWrittenFault } from './write-back.ts';

/** What an entity's configuration is judged by, beside itself. */
export interface DefinitionSurroundings {
  /** Names of all entities of the unit, with this one. */
  readonly entities: readonly string[];
  /** undefined: groups are not checked. */
  readonly groups?: readonly string[];
}

/** The faults of what a definition's names refer to: fields, parts, processes, series, entities, groups. */
export function checkReferences(definition: EntityDefinition, { entities, groups }: DefinitionSurroundings): Fault[] {
  const all = kindOf(definition, null).fields;
  const fields = Object.keys(all);
  const processes = Object.keys(definition.processes ?? {});
  const series = Object.keys(definition.series ?? {});
  const types = Object.keys(definition.types ?? {});
  return [
    ...unknown('field', definition.required ?? [], fields, 'required'),
    ...unknown('process', some(definition.process), processes, 'process'),
    ...unknown('series', some(definition.registration), series, 'registration'),
    ...unknown('type', some(definition.defaultType), types, 'defaultType'),
    ...Object.entries(definition.parts ?? {}).flatMap(([name, part]) =>
      unknown('field', part.required ?? [], Object.keys(part.fields), `${joinPath('parts', name)}.required`),
    ),
    ...Object.entries(definition.types ?? {}).flatMap(([name, rule]) => checkType(definition, name, rule)),
    ...checkSeries(definition),
    ...checkRelations(definition, all, entities),
    ...checkFieldLists(definition, all),
    ...Object.entries(definition.restricted ?? {}).flatMap(([field, members]) => [
      ...unknown('field', [field], fields, 'restricted'),
      ...unknown('group', members, groups, joinPath('restricted', field)),
    ]),
  ];
}

function checkType(definition: EntityDefinition, name: string, rule: TypeRule): Fault[] {
  const path = joinPath('types', name);
  const parts = Object.keys(definition.parts ?? {});
  const missing = unknown('part', rule.parts ?? [], parts, `${path}.parts`);
  if (!/^[A-Z][A-Z0-9._-]{0,79}$/i.test(name)) {
    missing.push({
      path,
      message: `"${name}" cannot be a type: it has letters, digits and . _ -, and begins with a letter.`,
    });
  }
  if (missing.length > 0) return missing;
  const { fields } = kindOf(definition, name);
  const texts = Object.keys(fields).filter((field) => fields[field]?.type === 'string');
  return [
    ...unknown('process', some(rule.process), Object.keys(definition.processes ?? {}), `${path}.process`),
    ...unknown('field', rule.required ?? [], Object.keys(fields), `${path}.required`),
    ...unknown('field', Object.keys(rule.defaults ?? {}), Object.keys(fields), `${path}.defaults`),
    ...unknown('text field', Object.keys(rule.series ?? {}), texts, `${path}.series`),
    ...unknown('series', Object.values(rule.series ?? {}), Object.keys(definition.series ?? {}), `${path}.series`),
  ];
}

function checkSeries(definition: EntityDefinition): Fault[] {
  const statuses = Object.values(definition.processes ?? {}).flatMap((process) => Object.keys(process.statuses));
  const all = kindOf(definition, null).fields;
  const dates = Object.keys(all).filter((field) => isDate(all[field]));
  return Object.entries(definition.series ?? {}).flatMap(([name, series]) => {
    const path = joinPath('series', name);
    const fault = patternFault(series.pattern);
    return [
      ...(fault === undefined ? [] : [{ path: `${path}.pattern`, message: fault }]),
      ...unknown('status', some(series.drawAt), ['creation', ...statuses], `${path}.drawAt`),
      ...unknown('date field', some(series.dateField), dates, `${path}.dateField`),
    ];
  });
}

function isDate(schema: FieldSchema | undefined): boolean {
  return schema?.format === 'date' || schema?.format === 'date-time' || schema?.format === 'moment';
}

function checkRelations(
  definition: EntityDefinition,
  fields: Readonly<Record<string, FieldSchema>>,
  entities: readonly string[],
): Fault[] {
  return Object.entries(definition.relations ?? {}).flatMap(([name, { field, entity }]) => {
    const path = joinPath('relations', name);
    const faults = [
      ...checkPlainName(name, path),
      ...unknown('entity', [entity], entities, `${path}.entity`),
      ...unknown('field', [field], Object.keys(fields), `${path}.field`),
    ];
    if (Object.hasOwn(fields, name)) {
      faults.push({ path, message: `"${name}" is a field already; the related record needs a name of its own.` });
    }
    const schema = fields[field];
    const held = schema?.type === 'array' ? schema.items?.type : schema?.type;
    if (schema !== undefined && held !== 'integer') {
      faults.push({ path: `${path}.field`, message: `"${field}" must hold an id or a list of ids (type integer).` });
    }
    return faults;
  });
}

function checkFieldLists(definition: EntityDefinition, fields: Readonly<Record<string, FieldSchema>>): Fault[] {
  const lists = { unique: definition.unique, writeBack: definition.writeBack, relatedFields: definition.relatedFields };
  const faults = Object.entries(lists).flatMap(([name, paths]) =>
    (paths ?? []).flatMap((path, index) => {
      const at = joinPath(name, index);
      return name === 'relatedFields' ? unknown('field', [path], Object.keys(fields), at) : checkPath(path, fields, at);
    }),
  );
  for (const [index, path] of (definition.writeBack ?? []).entries()) {
    const message = neverWrittenFault(definition, path);
    if (message !== undefined) faults.push({ path: joinPath('writeBack', index), message });
  }
  return faults;
}

/** A dotted path must lead through objects to a field. */
function checkPath(path: string, fields: Readonly<Record<string, FieldSchema>>, at: string): Fault[] {
  const [name = '', ...rest] = path.split('.');
  const found = unknown('field', [name], Object.keys(fields), at);
  if (found.length > 0 || rest.length === 0) return found;
  const schema = fields[name];
  if (schema?.type !== 'object')
    return [{ path: at, message: `"${name}" holds no fields, so "${path}" leads nowhere.` }];
  return checkPath(rest.join('.'), schema.properties ?? {}, at);
}

function some(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}
