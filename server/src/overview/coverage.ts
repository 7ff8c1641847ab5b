import { setImmediate as breathe } from 'node:timers/promises';
import type { Viewer } from '../access/rights.ts';
import type { Run } from '@gangway/language';
import type { Database } from '../database/database.ts';
import { composeMessage } from '../deliveries/compose-message.ts';
import { hereLimits } from '../deliveries/narrow-limits.ts';
import { runOf } from '../deliveries/message-parts.ts';
import { compileOwnTexts } from '../deliveries/own-texts.ts';
import { previewParts } from '../deliveries/preview-message.ts';
import { readRecords } from '../records/store.ts';
import { compileMessageTemplate, messageScope } from '../templates/compile-message-template.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { findRecentRecords } from './coverage-store.ts';

const mostRecords = 1_000;
const mostMs = 3_000;
const pageSize = 50;

export interface Keyword {
  readonly key: string;
  readonly count: number;
  /** null: the dictionary has no entry. */
  readonly translated: string | null;
}

export interface Coverage {
  readonly days: number;
  readonly examined: number;
  readonly complete: boolean;
  readonly templates: readonly string[];
  readonly triggers: readonly string[];
  readonly keywords: readonly Keyword[];
  readonly notes: readonly string[];
}

interface Use {
  readonly template: string;
  readonly entity: string;
  readonly connection: string;
}

/**
 * Which keywords the dictionary was asked for: the templates that use it make their messages of the records of the last days once more, and every look into
 * the dictionary is noted, so that keys which are computed or stand in lines are found as well. Nothing is sent.
 */
export async function readCoverage(
  database: Database,
  plan: UnitPlan,
  name: string,
  asked: { readonly days: number; readonly viewer: Viewer; readonly now: Date },
): Promise<Coverage> {
  const { days, viewer, now } = asked;
  const entries = plan.dictionaries.get(name)?.entries ?? {};
  const since = new Date(now.getTime() - days * 86_400_000);
  const uses = usesOf(plan, name);
  const tally = new Map<string, number>();
  const deadline = performance.now() + mostMs;
  const notes: string[] = [];
  let examined = 0;
  let complete = true;
  for (const use of uses) {
    const walk = await walkRecords(database, plan, { use, since, viewer, deadline, name, entries }, tally);
    examined += walk.examined;
    complete &&= walk.complete;
    if (walk.ofAll)
      notes.push(`No record of ${use.entity} was sent to ${use.connection} yet: all of them were looked at.`);
  }
  if (uses.length === 0) notes.push('No trigger sends a template that uses this dictionary.');
  if (!complete) notes.push(`Only the newest ${examined} records were looked at.`);
  const keywords = [...tally]
    .map(([key, count]) => ({ key, count, translated: Object.hasOwn(entries, key) ? (entries[key] ?? null) : null }))
    .sort(
      (a, b) =>
        Number(a.translated !== null) - Number(b.translated !== null) || b.count - a.count || (a.key < b.key ? -1 : 1),
    );
  const triggers = plan.triggers.filter(
    ({ when }) => typeof when === 'object' && when.uses.dictionaries.includes(name),
  );
  return {
    ...{ days, examined, complete, notes, keywords },
    templates: [...new Set(uses.map(({ template }) => template))],
    triggers: triggers.map(({ trigger }) => trigger.name),
  };
}

/** Where templates that name the dictionary go, each way once. */
function usesOf(plan: UnitPlan, name: string): Use[] {
  const ways = plan.triggers.flatMap(({ trigger }) =>
    trigger.deliver.flatMap(({ template, connection }): Use[] => {
      const saved = template === undefined ? undefined : plan.templates.get(template);
      const { entity } = trigger;
      if (saved === undefined || entity === undefined || !plan.definitions.has(entity)) return [];
      const text = JSON.stringify([
        saved,
        plan.connections.get(connection)?.headers,
        plan.connections.get(connection)?.query,
      ]);
      return text.includes(name) ? [{ template: saved.name, entity, connection }] : [];
    }),
  );
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}

interface Walk {
  readonly use: Use;
  readonly since: Date;
  readonly viewer: Viewer;
  readonly deadline: number;
  readonly name: string;
  readonly entries: Readonly<Record<string, string>>;
}

async function walkRecords(database: Database, plan: UnitPlan, walk: Walk, tally: Map<string, number>) {
  const { use, since, viewer, deadline } = walk;
  const { unitId } = plan.unit;
  let examined = 0;
  let before: number | null = null;
  let connection: string | null = use.connection;
  for (;;) {
    const wanted = { entity: use.entity, since, connection, before, limit: pageSize };
    const ids: number[] = await findRecentRecords(database, unitId, viewer, wanted);
    if (ids.length === 0 && before === null && connection !== null) {
      // Before the first message all records show what will come.
      connection = null;
      continue;
    }
    await note(database, plan, walk, ids, tally);
    examined += ids.length;
    before = ids.at(-1) ?? before;
    const ofAll = connection === null && examined > 0;
    if (ids.length < pageSize) return { examined, complete: true, ofAll };
    if (examined >= mostRecords || performance.now() > deadline) return { examined, complete: false, ofAll };
  }
}

/** Makes the messages and notes what is looked up on the way. A message that fails has looked up what it has. */
async function note(
  database: Database,
  plan: UnitPlan,
  { use, viewer, name, entries }: Walk,
  ids: readonly number[],
  tally: Map<string, number>,
): Promise<void> {
  const template = plan.templates.get(use.template);
  if (template === undefined || ids.length === 0) return;
  const { dictionaries: _unchecked, ...scope } = messageScope({ kind: 'any' }, []);
  const compiled = compileMessageTemplate(template, scope);
  const through = { template, connection: use.connection };
  if (!compiled.ok) return;
  const rows = await readRecords(
    database,
    plan.unit.unitId,
    ids.map((id) => ({ entity: use.entity, id })),
  );
  for (const row of rows) {
    await breathe();
    const parts = await database.transaction((transaction) => previewParts(transaction, plan, through, row, viewer));
    const own = compileOwnTexts(parts.own);
    if (!own.ok) return;
    const run: Run = runOf(parts, plan.definitions);
    const noted = { ...run.dictionaries, [name]: noting(entries, tally) };
    composeMessage(compiled.value, own.value, { ...run, dictionaries: noted, limits: hereLimits });
  }
}

/** A dictionary that has everything and notes what it is asked for. What is missing stands for itself, so that the message goes on. */
function noting(
  entries: Readonly<Record<string, string>>,
  tally: Map<string, number>,
): Readonly<Record<string, string>> {
  const seen = (key: string): string => (Object.hasOwn(entries, key) ? (entries[key] ?? key) : key);
  return new Proxy<Record<string, string>>(
    {},
    {
      getOwnPropertyDescriptor: (_target, key) => {
        if (typeof key !== 'string') return undefined;
        tally.set(key, (tally.get(key) ?? 0) + 1);
        return { value: seen(key), configurable: true, enumerable: true, writable: false };
      },
      get: (_target, key) => (typeof key === 'string' ? seen(key) : undefined),
    },
  );
}
