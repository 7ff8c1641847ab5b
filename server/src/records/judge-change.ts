import type { Fault } from '../errors.ts';
import { aclReads } from './acl.ts';
import type { CompiledKind } from './compile-entity.ts';
import { decimalOf } from './compute-amounts.ts';
import { joinPath } from './field-path.ts';
import { isJsonObject, sameJson } from './merge-fields.ts';
import type { Problem } from './plan-problem.ts';
import { idsIn, relatedKey } from './relations.ts';
import { didYouMean, listWords } from './suggest.ts';
import type { EntityDefinition, FieldSchema, Json, JsonObject, PlanContext, RecordChange, RecordRow } from './types.ts';

/** A drafted change: the record before, as it would be, and what the caller named. */
export interface JudgedChange {
  readonly definition: EntityDefinition;
  readonly kind: CompiledKind;
  readonly before: JsonObject;
  readonly draft: JsonObject;
  /** As read from the caller, null for what is cleared. */
  readonly named: JsonObject;
  readonly current: RecordRow | null;
  readonly change: RecordChange;
  readonly context: PlanContext;
}

/** Every fault of what changed; what did not change is not judged again. */
export function judgeChange(judged: JudgedChange, problems: Problem[]): void {
  const { kind, before, draft, current } = judged;
  const changed = Object.keys(kind.fields).filter((name) => draft[name] !== before[name]);
  const retyped = current !== null && draft['type'] !== before['type'];
  const read = problems.map(({ fault }) => fault.path ?? '');
  const known = (path: string): boolean =>
    read.some((each) => each === path || each.startsWith(`${path}.`) || (each !== '' && path.startsWith(`${each}.`)));
  const faults = [
    ...judgeKept(judged),
    ...(retyped ? judgeNewType(judged) : []),
    ...missingFields(judged, retyped).filter((fault) => !known(fault.path ?? '')),
    ...(retyped ? Object.keys(kind.fields) : changed).flatMap((name) => {
      const value = draft[name];
      return value === undefined ? [] : kind.judge(name, value).filter((fault) => !known(fault.path ?? ''));
    }),
    ...missingReferences(judged, changed),
    ...unknownGroups(judged, changed),
  ];
  problems.push(...faults.map((fault) => ({ code: 'invalid-record' as const, fault })));
  problems.push(...judgeRights(judged, changed));
}

/** A field that Gangway keeps may be sent back as it is, or as it comes out; anything else would be lost silently. */
function judgeKept({ kind, before, draft, named }: JudgedChange): Fault[] {
  return Object.keys(named).flatMap((name) => {
    const schema = kind.fields[name];
    if (schema?.readOnly !== true) return [];
    const given = named[name];
    if ([before[name], draft[name]].some((value) => sameKept(schema, given, value))) return [];
    const own = draft[name];
    const present = typeof own === 'string' || typeof own === 'number' ? ` as ${own}` : '';
    return [
      { path: name, message: `"${name}" is kept by Gangway${present}; leave it out, or correct what it follows from.` },
    ];
  });
}

function sameKept(schema: FieldSchema, given: Json | undefined, value: Json | undefined): boolean {
  if (sameJson(given ?? null, value ?? null)) return true;
  if (schema.format !== 'decimal') return false;
  const left = decimalOf(given);
  const right = decimalOf(value);
  return left !== undefined && right !== undefined && left.equals(right);
}

/** The type decides fields, statuses and numbers, so it is fixed once the record has gone on. */
function judgeNewType({ definition, kind, before, draft, current }: JudgedChange): Fault[] {
  const type = typeof draft['type'] === 'string' ? draft['type'] : '';
  const faults: Fault[] = [];
  const started = kind.process !== undefined && current?.status !== kind.process.initial;
  const numbered = kind.series.some(({ field }) => field !== 'registration' && before[field] !== undefined);
  if (started || numbered) {
    const until = kind.process === undefined ? 'it has a number' : `it is ${kind.process.initial} and has no number`;
    faults.push({
      path: 'type',
      message: `The type of a ${kind.title} can change only as long as ${until}. Create another one.`,
    });
  }
  if (!Object.hasOwn(definition.types ?? {}, type)) return faults;
  for (const name of Object.keys(draft)) {
    if (Object.hasOwn(kind.fields, name)) continue;
    faults.push({ path: name, message: `A ${kind.title} of type ${type} has no field "${name}"; clear it first.` });
  }
  return faults;
}

function missingFields({ kind, before, draft, current }: JudgedChange, all: boolean): Fault[] {
  return kind.required
    .filter((name) => draft[name] === undefined && (current === null || all || before[name] !== undefined))
    .map((name) => ({ path: name, message: `"${name}" is missing: a ${kind.title} needs it.` }));
}

/** A reference to a record that is not there, or that its acl hides from this person. Records that were not looked up are not judged. */
function missingReferences({ definition, draft, before, context }: JudgedChange, changed: readonly string[]): Fault[] {
  return Object.values(definition.relations ?? {}).flatMap(({ field, entity }) => {
    if (!changed.includes(field)) return [];
    const known = new Set(idsIn(before[field]));
    const list = Array.isArray(draft[field]);
    return idsIn(draft[field]).flatMap((id, index) => {
      const row = context.related.get(relatedKey(entity, id));
      if (known.has(id) || row === undefined) return [];
      const hidden = row === null || (context.viewer !== undefined && !aclReads(row.data['acl'], context.viewer));
      if (!hidden && row.deletedAt === null) return [];
      const path = list ? joinPath(field, index) : field;
      const sentence = hidden ? `There is no record ${id} in ${entity}` : `Record ${id} in ${entity} was deleted`;
      return [{ path, message: `${sentence}: "${path}" cannot refer to it.` }];
    });
  });
}

function unknownGroups({ kind, draft, context }: JudgedChange, changed: readonly string[]): Fault[] {
  const known = context.groups;
  if (known === undefined) return [];
  return changed
    .flatMap((name) => groupsIn(kind.fields[name], draft[name], name))
    .flatMap(({ group, path }) => {
      if (known.includes(group)) return [];
      const hint = didYouMean(group, known) || ` There are ${listWords(known, 'and')}.`;
      return [{ path, message: `There is no group "${group.slice(0, 60)}".${hint}` }];
    });
}

function groupsIn(
  schema: FieldSchema | undefined,
  value: Json | undefined,
  path: string,
): { readonly group: string; readonly path: string }[] {
  if (schema === undefined || value === undefined) return [];
  if (schema.format === 'group') return typeof value === 'string' ? [{ group: value, path }] : [];
  if (schema.type === 'array' && Array.isArray(value)) {
    return value.flatMap((item: Json, index) => groupsIn(schema.items, item, joinPath(path, index)));
  }
  if (schema.type !== 'object' || !isJsonObject(value)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
    groupsIn(each, value[name], joinPath(path, name)),
  );
}

/** Fields that only some groups may change, and fields that are locked in the record's status. */
function judgeRights(
  { definition, kind, before, draft, current, context }: JudgedChange,
  changed: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  const locked =
    current?.status === undefined || current.status === null
      ? []
      : (kind.process?.statuses[current.status]?.locked ?? []);
  for (const name of changed.filter((each) => !sameJson(before[each], draft[each]))) {
    const groups = definition.restricted?.[name];
    const { actor } = context;
    if (groups !== undefined && !actor.administrator && !groups.some((group) => actor.groups.includes(group))) {
      const message = `Only ${listWords(groups)} may change "${name}".`;
      problems.push({ code: 'forbidden', fault: { path: name, message } });
    }
    if (locked.includes(name)) {
      const message = `"${name}" is locked while the ${kind.title} is ${current?.status ?? ''}.`;
      problems.push({ code: 'illegal-state', fault: { path: name, message } });
    }
  }
  return problems;
}
