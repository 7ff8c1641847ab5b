import { compileExpression } from '@gangway/language';
import type { Connection } from '../connections/connection.ts';
import type { Fault } from '../errors.ts';
import type { EgressAllowance } from '../outbound/address-guard.ts';
import { checkDefinition } from '../records/check-definition.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import { fieldsOf } from '../records/field-tree.ts';
import type { Definitions, EntityDefinition } from '../records/types.ts';
import { compileView } from '../records/views/compile-view.ts';
import type { View } from '../records/views/view.ts';
import { nearest } from '../schema-faults.ts';
import { compileMessageTemplate, messageScope } from '../templates/compile-message-template.ts';
import type { Dictionary, MessageTemplate, SchemaSet } from '../templates/template.ts';
import { type DeliverEntry, readTrigger, type Trigger, type TriggerBody } from '../triggers/trigger.ts';
import { hookFaults } from '../webhooks/check-hook.ts';
import { eventKinds } from '../webhooks/event-kinds.ts';
import { type Hook, isIdLike } from '../webhooks/hook.ts';
import { conditionScope } from '../triggers/unit-plan.ts';
import { connectionFaults } from './check-connection.ts';
import { definitionFaults } from './definition-faults.ts';
import type { FileObject, FileReading, Section } from './integration-file.ts';
import { inside } from './inside.ts';
import { placed, under } from './placed-faults.ts';
import { responseFaults } from './response-faults.ts';
import { scheduleFaults } from './schedule-faults.ts';
import { triggerFaults } from './trigger-faults.ts';
import { viewSources } from './unit-views.ts';

type Named = Pick<FileObject, 'kind' | 'name'>;

/** The whole configuration of a unit as it would be, each object with the path under which a fault in it is named. */
export type Configured = readonly FileObject[];

export interface JudgedConfigurationFaults {
  readonly faults: readonly Fault[];
  /** Every entity could be read, so what depends on their fields was judged, and may be compared. */
  readonly entitiesKnown: boolean;
}

/**
 * What is wrong across the objects of a configuration whose forms are good: a name that is not there, a template or condition that does not compile
 * against the fields of its entity, an address that may not be called. Pure; every fault at once. `unreadable` are objects that are not judged, but there.
 * While the form of an entity has faults nobody knows its fields, nor those of the entities that refer to it: then everything is judged but fields.
 */
export function judgeConfiguration(
  all: Configured,
  egressRanges: EgressAllowance['ranges'],
  {
    unreadable = [],
    removed = [],
  }: { readonly unreadable?: FileReading['unreadable']; readonly removed?: readonly Named[] } = {},
): JudgedConfigurationFaults {
  const names = new Map<Section, string[]>();
  for (const { kind, name } of [...all, ...unreadable]) names.set(kind, [...(names.get(kind) ?? []), name]);
  const of = (kind: Section): readonly FileObject[] => all.filter((object) => object.kind === kind);
  const bodies = of('entities').map(({ body }) => body);
  const entities = [...new Set([...resolveDefinitions(bodies).keys(), ...(names.get('entities') ?? [])])];
  const groups = names.get('groups');
  const surroundings = { entities, ...(groups === undefined ? {} : { groups }) };
  const entityFaults = of('entities').flatMap(({ body, path }) =>
    checkDefinition(body, surroundings).map((fault) => under(path, fault)),
  );
  const entitiesKnown = entityFaults.length === 0 && !unreadable.some(({ kind }) => kind === 'entities');
  const known: Known = {
    names: (kind) => (kind === 'entities' ? entities : (names.get(kind) ?? [])),
    removed,
    definitions: entitiesKnown ? resolveDefinitions(bodies) : undefined,
    triggers: of('triggers').map(({ body }) => readTrigger(body as TriggerBody)),
    schemas: new Map(of('schemas').map(({ name, body }) => [name, body as SchemaSet])),
    egressRanges,
    apiDefinitions: of('definitions'),
    dictionaries: of('dictionaries').map(({ body }) => body as Dictionary),
  };
  const others = all.flatMap((object) => checkers[object.kind]?.(object, known) ?? []);
  return { faults: [...entityFaults, ...others], entitiesKnown };
}

/** The faults alone. */
export function configurationFaults(all: Configured, egressRanges: EgressAllowance['ranges']): readonly Fault[] {
  return judgeConfiguration(all, egressRanges).faults;
}

interface Known {
  readonly names: (kind: Section) => readonly string[];
  /** What is removed by the same change. */
  readonly removed: readonly Named[];
  /** undefined: the form of some entity has faults, so that no field is known for sure. */
  readonly definitions: Definitions | undefined;
  readonly triggers: readonly Trigger[];
  readonly schemas: ReadonlyMap<string, SchemaSet>;
  readonly egressRanges: EgressAllowance['ranges'];
  readonly apiDefinitions: readonly FileObject[];
  readonly dictionaries: readonly Dictionary[];
}

const checkers: Partial<Record<Section, (object: FileObject, known: Known) => Fault[]>> = {
  connections: checkConnection,
  templates: checkTemplate,
  triggers: checkTrigger,
  hooks: checkHook,
  definitions: checkApiDefinition,
  views: checkView,
};

function checkView({ body, path }: FileObject, { definitions }: Known): Fault[] {
  if (definitions === undefined) return [];
  // The zone decides where a day begins, not whether a filter can be read.
  const compilation = compileView(body as View, viewSources(definitions), 'UTC');
  return compilation.ok ? [] : compilation.faults.map((fault) => under(path, fault));
}

function checkConnection({ body, path }: FileObject, { egressRanges, names }: Known): Fault[] {
  return connectionFaults(body as Connection, path, egressRanges, names('dictionaries'));
}

function checkTemplate(object: FileObject, known: Known): Fault[] {
  const { name, body, path } = object;
  const template = body as MessageTemplate;
  const faults: Fault[] = [];
  if (template.entity !== undefined)
    faults.push(...unknownReference(`${inside(path)}entity`, 'entities', template.entity, object, known));
  const schema = template.schema;
  if (schema !== undefined) faults.push(...checkSchemaReference(`${inside(path)}schema`, schema, object, known));
  const entities = template.entity === undefined ? entitiesOf(name, known) : [template.entity];
  // One that no trigger uses yet is only checked for its form; the fields are known when it is used.
  const inputs = entities.flatMap((entity) => inputOf(entity, known));
  const seen = new Set<string>();
  for (const input of inputs.length > 0 ? inputs : [{ kind: 'any' } as const]) {
    const compiled = compileMessageTemplate(template, messageScope(input, known.names('dictionaries')));
    if (compiled.ok) continue;
    for (const { part, ...problem } of compiled.problems) {
      const at = wholeParts.has(part) ? part : `request.${part}`;
      const key = `${at} ${problem.line} ${problem.column} ${problem.message}`;
      if (!seen.has(key)) faults.push(...placed(`${inside(path)}${at}`, [problem]));
      seen.add(key);
    }
  }
  const definitions = entities.flatMap((entity) => known.definitions?.get(entity) ?? []);
  if (template.response !== undefined)
    faults.push(...responseFaults(`${inside(path)}response`, template.response, definitions));
  return faults;
}

/** Parts of a template that stand outside `request`. */
const wholeParts: ReadonlySet<string> = new Set(['body', 'response', 'charset']);

function checkTrigger(object: FileObject, known: Known): Fault[] {
  const { body, path } = object;
  const trigger = readTrigger(body as TriggerBody);
  const { entity, schedule, when, deliver } = trigger;
  const faults: Fault[] = [];
  if (entity !== undefined)
    faults.push(...unknownReference(`${inside(path)}entity`, 'entities', entity, object, known));
  else if (schedule === undefined)
    faults.push({
      path: `${inside(path)}entity`,
      message: 'entity is missing: name the entity whose records this trigger watches, such as "documents".',
    });
  if (schedule !== undefined) faults.push(...scheduleFaults(path, undefined, undefined, schedule));
  if (trigger.deliver.length === 0 && trigger.emit === undefined) {
    const message =
      'This trigger does nothing: name under "deliver" where it sends, or give its event a name with "emit".';
    faults.push({ path: `${inside(path)}deliver`, message });
  }
  for (const [index, entry] of deliver.entries()) {
    const at = `${inside(path)}deliver[${index}]`;
    const { connection, hook, template } = entry;
    if (hook === undefined)
      faults.push(...unknownReference(`${at}.connection`, 'connections', connection, object, known));
    else faults.push(...hookEntryFaults(at, hook, object, index, known));
    if (template !== undefined && hook === undefined)
      faults.push(...unknownReference(`${at}.template`, 'templates', template, object, known));
  }
  const definition = entity === undefined ? undefined : known.definitions?.get(entity);
  if (definition !== undefined) faults.push(...triggerFaults(path, trigger, definition));
  if (when !== undefined) {
    const [input = { kind: 'any' } as const] = entity === undefined ? [] : inputOf(entity, known);
    const compiled = compileExpression(when, conditionScope(input, known.names('dictionaries')));
    if (!compiled.ok) faults.push(...placed(`${inside(path)}when`, compiled.problems));
  }
  return faults;
}

function checkHook({ body, path }: FileObject, known: Known): Fault[] {
  const { secret, ...hook } = body as Hook;
  const { definitions, triggers } = known;
  if (definitions === undefined) return [];
  const faults = hookFaults(hook, {
    kinds: eventKinds(definitions, triggers),
    definitions,
    dictionaries: known.names('dictionaries'),
    egressRanges: known.egressRanges,
  }).map((fault) => under(path, fault));
  if (isIdLike(hook.name))
    faults.push({ path: `${inside(path)}name`, message: 'This reads like an id; choose a name.' });
  if (secret !== undefined && !/^\{\{\s*secret:\s*[A-Za-z0-9._-]+\s*\}\}$/.test(secret)) {
    const message =
      'Write "{{secret:NAME}}" and give its value (whsec_...) beside the file, so that it stands in no export.';
    faults.push({ path: `${inside(path)}secret`, message });
  }
  return faults;
}

/** A hook gets a notice as it asks for it itself: what a connection's message needs has no place beside it. */
function hookEntryFaults(path: string, hook: string, by: FileObject, index: number, known: Known): Fault[] {
  const entry: DeliverEntry | undefined = (by.body as TriggerBody).deliver?.[index];
  const faults = unknownReference(`${path}.hook`, 'hooks', hook, by, known);
  for (const name of ['connection', 'template', 'payload'] as const) {
    if (entry?.[name] === undefined) continue;
    const message = `"${name}" belongs to a connection's message; a hook gets a notice. Leave it out, or leave "hook" out.`;
    faults.push({ path: `${path}.${name}`, message });
  }
  return faults;
}

/** The entities of the triggers that deliver with this template. */
function entitiesOf(template: string, { triggers }: Known): readonly string[] {
  const users = triggers.filter(({ deliver }) => deliver.some((entry) => entry.template === template));
  return [...new Set(users.flatMap(({ entity }) => entity ?? []))];
}

function inputOf(entity: string, { definitions }: Known): ReturnType<typeof fieldsOf>[] {
  const definition: EntityDefinition | undefined = definitions?.get(entity);
  return definition === undefined || definitions === undefined ? [] : [fieldsOf(definition, definitions)];
}

function checkApiDefinition(object: FileObject, { definitions, apiDefinitions, dictionaries }: Known): Fault[] {
  if (definitions === undefined) return [];
  return definitionFaults(object, { definitions, all: apiDefinitions, dictionaries, now: new Date() });
}

function checkSchemaReference(path: string, schema: string, by: FileObject, known: Known): Fault[] {
  const at = schema.indexOf('/');
  const set = known.schemas.get(schema.slice(0, at));
  if (set === undefined) return unknownReference(path, 'schemas', schema.slice(0, at), by, known);
  const file = schema.slice(at + 1);
  if (Object.hasOwn(set.files, file)) return [];
  const near = nearest(file, Object.keys(set.files));
  return [
    {
      path,
      message: `The schema set ${JSON.stringify(set.name)} has no file ${JSON.stringify(file)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
    },
  ];
}

function unknownReference(path: string, kind: Section, name: string, by: FileObject, known: Known): Fault[] {
  const there = known.names(kind);
  if (there.includes(name)) return [];
  const one = words[kind];
  const shown = JSON.stringify(name);
  if (known.removed.some((gone) => gone.kind === kind && gone.name === name)) {
    const user = `the ${words[by.kind]} ${JSON.stringify(by.name)}`;
    const message = `The ${one} ${shown} cannot go, because ${user} uses it. Change or delete ${user} first, or both in one file.`;
    return [{ path, message }];
  }
  const near = nearest(name, there);
  const hint =
    near === undefined ? ` Add it under ${kind}, or correct the name.` : ` Did you mean ${JSON.stringify(near)}?`;
  return [{ path, message: `There is no ${one} ${shown}.${hint}` }];
}

const words: Readonly<Record<Section, string>> = {
  views: 'view',
  entities: 'entity',
  groups: 'group',
  connections: 'connection',
  dictionaries: 'dictionary',
  schemas: 'schema set',
  templates: 'template',
  triggers: 'trigger',
  definitions: 'API definition',
  hooks: 'hook',
};
