import type { Viewer } from '../access/rights.ts';
import type { Database } from '../database/database.ts';
import type { Fault } from '../errors.ts';
import { viewSources } from '../integration/unit-views.ts';
import { askView } from '../records/views/ask-view.ts';
import { compileView } from '../records/views/compile-view.ts';
import { readPage } from '../records/views/read-page.ts';
import { may } from '../access/rights.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';

const answerBytes = 1_000_000;

export type FoundSamples =
  { readonly ok: true; readonly ids: readonly number[] } | { readonly ok: false; readonly faults: readonly Fault[] };

/** The ids of the newest records of an entity that fit the filter and that the viewer may see. */
export async function findSamples(
  database: Database,
  { unit, definitions }: Pick<UnitPlan, 'unit' | 'definitions'>,
  viewer: Viewer,
  asked: { readonly entity: string; readonly filter: string | undefined; readonly last: number },
): Promise<FoundSamples> {
  const { entity, filter, last } = asked;
  const view = { name: entity, title: entity, entity, columns: ['id'] };
  const compiled = compileView(view, viewSources(definitions), unit.zone);
  if (!compiled.ok) throw new Error(`every entity has a view of its ids, but not ${entity}`);
  const question = askView(
    compiled.view,
    { sort: '-id', limit: last, ...(filter === undefined ? {} : { externalFilter: filter }) },
    unit.zone,
    (name) => may(viewer.rights, name, 'read'),
  );
  if (question.kind === 'faulty') return { ok: false, faults: question.faults };
  if (question.kind === 'forbidden') {
    const message = `${question.field} is a field of ${question.entity}, which you may not read.`;
    return { ok: false, faults: [{ path: 'externalFilter', message }] };
  }
  const page = await readPage(database, question.query, { unitId: unit.unitId, viewer, zone: unit.zone }, answerBytes);
  if (page.kind !== 'page')
    return {
      ok: false,
      faults: [{ path: 'externalFilter', message: 'This filter takes too long. Ask with a narrower one.' }],
    };
  // Rows of the one column that was asked for.
  const rows = JSON.parse(`[${page.rows}]`) as readonly { readonly id: number }[];
  return { ok: true, ids: rows.map(({ id }) => id) };
}
