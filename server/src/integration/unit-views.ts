import { attendanceViews } from '../attendance/attendance-views.ts';
import { attendanceSources } from '../attendance/interval-source-store.ts';
import { builtInSources } from '../records/views/built-in-sources-store.ts';
import { type CompiledView, compileView } from '../records/views/compile-view.ts';
import { defaultViews } from '../records/views/default-views.ts';
import { recordSource } from '../records/views/record-source-store.ts';
import type { View } from '../records/views/view.ts';
import type { ViewSource } from '../records/views/view-source.ts';
import { kindOf } from '../records/entity-kind.ts';
import type { Definitions, EntityDefinition } from '../records/types.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';

/** Sources of fixed shape, from every part of the server that has some. */
const fixedSources: readonly ViewSource[] = [...builtInSources, ...attendanceSources];
/** The views that every unit has, over entities and fixed sources. */
const builtInViews: readonly View[] = [...defaultViews, ...attendanceViews];

/** What a view's `entity` may name in a unit with these entities. */
export function viewSources(definitions: Definitions): ReadonlyMap<string, ViewSource> {
  const records = [...definitions.values()].map((definition) => recordSource(definition, definitions));
  return new Map([...fixedSources, ...records].map((source) => [source.name, source]));
}

/** The views of a unit: the built-in ones, with its own in their place and beside them, by name. */
export function viewsOf(plan: UnitPlan): ReadonlyMap<string, CompiledView> {
  let views = compiled.get(plan.definitions);
  if (views === undefined) {
    views = compileAll(plan);
    compiled.set(plan.definitions, views);
  }
  return views;
}

/** A plan of another version has other definitions, even when they are equal. */
const compiled = new WeakMap<Definitions, ReadonlyMap<string, CompiledView>>();

function compileAll({ definitions, views, unit }: UnitPlan): ReadonlyMap<string, CompiledView> {
  const sources = viewSources(definitions);
  const known = new Map([...builtInViews.map((view) => [view.name, view] as const), ...views]);
  const plain = [...definitions.values()].filter(({ name }) => !known.has(name)).map(plainView);
  const all = new Map([...known, ...plain.map((view) => [view.name, view] as const)]);
  const readable = [...all.values()].flatMap((view) => {
    const compilation = compileView(view, sources, unit.zone);
    // Own views were judged when they were saved. A built-in one goes with what the unit has taken out of its entities.
    return compilation.ok ? [[view.name, compilation.view] as const] : [];
  });
  return new Map(readable.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Every record of an entity for which nobody has made a view of its name. */
function plainView(definition: EntityDefinition): View {
  const { fields } = kindOf(definition, null);
  const columns = ['id', 'registration', 'revision', ...Object.keys(fields), 'createdAt', 'updatedAt'];
  const { name, title } = definition;
  return { name, title: `Every ${title}`, entity: name, columns: [...new Set(columns)] };
}
