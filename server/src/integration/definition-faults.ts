import { keysOfJsonTemplate, type TemplateKey } from '@gangway/language';
import { parseRange } from '../address-range.ts';
import type { Fault } from '../errors.ts';
import { compileDefinition } from '../inbound/compile-definition.ts';
import { type ApiDefinition, definitionDefaults } from '../inbound/definition.ts';
import { parsePattern, samePaths } from '../inbound/path-pattern.ts';
import { changeKeys, doings, verdictKeys } from '../inbound/read-verdict.ts';
import { sampleFaults } from '../inbound/run-samples.ts';
import { kindOf } from '../records/entity-kind.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import type { Definitions } from '../records/types.ts';
import { unknownName } from '../schema-faults.ts';
import type { Dictionary } from '../templates/template.ts';
import { inside } from './inside.ts';
import type { FileObject } from './integration-file.ts';

/** What a definition is judged by. */
export interface DefinitionSurroundings {
  readonly definitions: Definitions;
  /** All API definitions of the unit as they would be, this one among them. */
  readonly all: readonly FileObject[];
  readonly dictionaries: readonly Dictionary[];
  readonly now: Date;
}

/** Everything that is wrong with an API definition: its address, its templates, what they name, and samples that are not read as they should be. */
export function definitionFaults(object: FileObject, surroundings: DefinitionSurroundings): Fault[] {
  const source = object.body as ApiDefinition;
  const { dictionaries, definitions, now } = surroundings;
  const within = (path: string): string => `${inside(object.path)}${path}`;
  const faults = [
    ...(source.ipRanges ?? []).flatMap((text, index) => rangeFault(text, `ipRanges[${index}]`)),
    ...pathFaults(object, surroundings.all),
  ];
  const compiled = compileDefinition(
    source,
    dictionaries.map(({ name }) => name),
  );
  if (!compiled.ok) {
    faults.push(...compiled.problems.map(({ part, message, line, column }) => ({ path: part, message, line, column })));
  }
  faults.push(...keyFaults(source.read, definitions));
  // A sample of a template with faults would only tell them again.
  if (compiled.ok && faults.length === 0 && object.kept !== true) {
    faults.push(...sampleFaults(compiled.value, { definitions, dictionaries: entriesOf(dictionaries), now }));
  }
  return faults.map((fault) => ({ ...fault, path: within(fault.path ?? '') }));
}

function entriesOf(dictionaries: readonly Dictionary[]): Readonly<Record<string, Dictionary['entries']>> {
  return Object.fromEntries(dictionaries.map(({ name, entries }) => [name, entries]));
}

/**
 * Samples of definitions that stay as they are and are not read any more as they should be, as warnings: a dictionary has changed, or a template looks at
 * today's date. What somebody changes elsewhere must not be kept out by that.
 */
export function keptSampleFaults(wanted: readonly FileObject[]): string[] {
  const of = (kind: FileObject['kind']) => wanted.filter((object) => object.kind === kind);
  const dictionaries = of('dictionaries').map(({ body }) => body as Dictionary);
  const surroundings = {
    definitions: resolveDefinitions(of('entities').map(({ body }) => body)),
    dictionaries: entriesOf(dictionaries),
    now: new Date(),
  };
  return of('definitions').flatMap(({ body, kept, path }) => {
    const source = body as ApiDefinition;
    if (kept !== true || source.samples === undefined) return [];
    const compiled = compileDefinition(
      source,
      dictionaries.map(({ name }) => name),
    );
    const faults = compiled.ok ? sampleFaults(compiled.value, surroundings) : [];
    return faults.map(({ path: place = '', message }) => `${path}.${place}: ${message}`);
  });
}

function rangeFault(text: string, path: string): Fault[] {
  if (parseRange(text) !== undefined) return [];
  return [
    { path, message: `${JSON.stringify(text)} is neither an address nor a range; write 10.1.2.3 or 10.0.0.0/8.` },
  ];
}

/**
 * Two definitions at the same address: nothing could tell which of them a call is for. With different methods they may stand there, but a parameter has one
 * name in all of them, as the OpenAPI document wants it.
 */
function pathFaults(object: FileObject, all: readonly FileObject[]): Fault[] {
  const { path, methods = definitionDefaults.methods } = object.body as ApiDefinition;
  const pattern = parsePattern(path);
  // Told once, at the first of the two: what is changed stands before what stays as it is.
  return all.slice(all.indexOf(object) + 1).flatMap((other): Fault[] => {
    const { path: otherPath, methods: otherMethods = definitionDefaults.methods } = other.body as ApiDefinition;
    if (!samePaths(pattern, parsePattern(otherPath))) return [];
    const named = `The definition ${JSON.stringify(other.name)}`;
    const method = methods.find((each) => otherMethods.includes(each));
    if (method !== undefined)
      return [{ path: 'path', message: `${named} takes ${method} ${otherPath} already. Choose another path.` }];
    return path === otherPath
      ? []
      : [{ path: 'path', message: `${named} calls this path ${otherPath}. Write it the same.` }];
  });
}

/** Names in `read` that nobody understands: beside write, in a change, and among the fields of an entity that is written out. */
function keyFaults(read: string, definitions: Definitions): Fault[] {
  const keys = keysOfJsonTemplate(read);
  const tops = keys.filter(({ path }) => path.length === 1);
  if (tops.length === 0) return [];
  const faults = tops.flatMap((key) => unknownKey(key, verdictKeys));
  const says = ({ path: [name] }: TemplateKey): boolean => name === 'write' || name === 'outcome' || name === '*';
  if (!tops.some(says))
    faults.push({
      path: 'read',
      message: 'read does not say what is to be written. Add "write": [ { "entity": ..., "fields": { ... } } ].',
      line: 1,
      column: 1,
    });
  for (const key of keys.filter(({ path }) => path[0] === 'write' && path.length === 2)) {
    faults.push(...unknownKey(key, changeKeys));
    if (key.path[1] === 'entity' && key.text !== undefined)
      faults.push(...entityFaults(key, key.text, keys, definitions));
    if (key.path[1] === 'do' && key.text !== undefined && !(doings as readonly string[]).includes(key.text))
      faults.push(placed(key, unknownName(key.text, doings)));
  }
  return faults;
}

function entityFaults(
  key: TemplateKey,
  entity: string,
  keys: readonly TemplateKey[],
  definitions: Definitions,
): Fault[] {
  const definition = definitions.get(entity);
  if (definition === undefined) return [placed(key, unknownName(entity, [...definitions.keys()]))];
  const known = [...Object.keys(kindOf(definition, null).fields), 'id', 'registration', 'revision'];
  const beside = keys.filter(
    ({ path, objects }) => path[1] === 'fields' && path.length === 3 && objects[1] === key.objects[1],
  );
  return beside.flatMap((field) =>
    known.includes(field.path[2] ?? '') || field.path[2] === '*'
      ? []
      : [placed(field, unknownName(field.path[2] ?? '', known))],
  );
}

function unknownKey(key: TemplateKey, known: readonly string[]): Fault[] {
  const name = key.path.at(-1) ?? '';
  return name === '*' || known.includes(name) ? [] : [placed(key, unknownName(name, known))];
}

function placed({ place }: TemplateKey, message: string): Fault {
  return { path: 'read', message, line: place.line, column: place.column };
}
