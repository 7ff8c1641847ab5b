import type { Run } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import type { RecordEvent } from '../records/types.ts';
import { filterHeard, type ListedHook, noHooks } from './listening-hooks.ts';
import { failingForMs, type HookSettings, isIdLike, isSubscription, laneOfHook, scheduleOfHook } from './hook.ts';

const hook = (
  id: string,
  event: string | null,
  settings: HookSettings = {},
  more: Partial<ListedHook> = {},
): ListedHook => ({
  ...{ id, name: null, lane: `hook:${id}`, laneId: 1, event, settings, ended: false },
  ...more,
});
const event = (names: readonly string[], origin: RecordEvent['origin'] = 'api'): RecordEvent => ({
  ...{
    unitId: 1,
    id: 'e',
    at: new Date(),
    kind: 'updated',
    names,
    entity: 'documents',
    recordId: 7,
    registration: '7',
  },
  ...{ revision: 2, userId: 1, userName: '', origin, changes: {}, before: null, after: null },
});
const heardBy = (hooks: readonly ListedHook[], told: RecordEvent, emitted: readonly string[] = []) =>
  noHooks.with(hooks, 1).hearing(told, emitted);

describe('hooks hear', () => {
  test('of the events that they ask for, once, under the name that they asked for', () => {
    const hooks = [hook('a', 'documents.approved'), hook('b', 'documents.updated'), hook('c', 'companies.updated')];
    const heard = heardBy(hooks, event(['documents.updated', 'documents.approved']), ['documents.approved']);
    expect(heard.map(({ hook: { id }, type }) => [id, type])).toEqual([
      ['b', 'documents.updated'],
      ['a', 'documents.approved'],
    ]);
  });

  test.each(['write-back', 'import'] as const)('of changes by %s only where they ask for them', (origin) => {
    const asks = origin === 'import' ? { imports: true } : { writeBacks: true };
    const hooks = [hook('a', 'documents.updated'), hook('b', 'documents.updated', asks)];
    expect(heardBy(hooks, event(['documents.updated'], origin)).map((one) => one.hook.id)).toEqual(['b']);
  });

  test('nothing more when they have ended, and something else when they were changed', () => {
    const first = noHooks.with([hook('a', 'documents.updated'), hook('b', 'documents.updated')], 1);
    const next = first.with([hook('a', 'documents.updated', {}, { ended: true }), hook('b', 'documents.created')], 2);
    expect(next.hearing(event(['documents.updated']))).toEqual([]);
    expect(next.hearing(event(['documents.created'])).map((one) => one.hook.id)).toEqual(['b']);
    expect(first.hearing(event(['documents.updated']))).toHaveLength(2);
    expect(next.version).toBe(2);
  });
});

describe('filters', () => {
  const run = (): Run => ({
    context: { input: { total: 5 }, before: null, event: {}, user: {}, unit: {} },
    ...{ dictionaries: {}, now: '2026-11-23T10:00:00Z', seed: 's', zone: 'UTC', locale: 'en-GB' },
  });
  const verdicts = (filters: readonly (string | undefined)[]) => {
    const hooks = filters.map((filter, index) =>
      hook(String(index), 'documents.updated', filter === undefined ? {} : { filter }),
    );
    return filterHeard(heardBy(hooks, event(['documents.updated'])), run).map((one) =>
      'failed' in one ? one.failed : one.passes,
    );
  };

  test('let pass what meets them, and everything where there is none', () => {
    expect(verdicts(['input.total > 1', 'input.total > 10', undefined])).toEqual([true, false, true]);
  });

  test('that cannot be evaluated, or compiled any more, say why', () => {
    const [evaluated, compiled] = verdicts(["number('x' & input.total) > 1", 'input.total >']);
    expect(evaluated).toMatch(/line 1/);
    expect(compiled).toMatch(/line 1/);
  });

  test('have fewer steps where very many listen, but always enough for a usual one', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `input.total > ${index} and input.total < ${index + 10}`);
    expect(verdicts(many).filter((verdict) => verdict === true)).toHaveLength(5);
  });
});

test('a schedule outlasts the days after which a failing hook is paused', () => {
  const { atMs, withinMs } = scheduleOfHook({});
  expect(atMs).toHaveLength(15);
  expect(atMs.filter((at) => at > failingForMs)).not.toEqual([]);
  expect(withinMs).toBeGreaterThan(atMs.at(-1) ?? Infinity);
  expect(scheduleOfHook({ retry: { at: ['0s', '1m'] } })).toEqual({ atMs: [0, 60_000], withinMs: 67_000 });
});

test('a subscription is told from a hook of the configuration by its lane', () => {
  const id = '019ab2c3-0000-7000-8000-000000000001';
  expect(isSubscription(laneOfHook({ id, name: null }))).toBe(true);
  expect(isSubscription(laneOfHook({ id, name: 'bridge' }))).toBe(false);
  expect(isSubscription('accounting')).toBe(false);
  expect(isIdLike(id.toUpperCase())).toBe(true);
});
