import { compileExpression, type Run } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import type { RecordEvent, RecordRow } from '../records/types.ts';
import { candidates, type CompiledTrigger, type ExportRequest, matchTriggers } from './match-triggers.ts';
import type { Trigger } from './trigger.ts';
import { conditionScope } from './unit-plan.ts';

const now = new Date('2026-11-23T10:00:00Z');
function row(data: RecordRow['data'] = {}, more: Partial<RecordRow> = {}): RecordRow {
  return {
    ...{ unitId: 1, entity: 'documents', id: 7, registration: '7', revision: 1, type: null, data },
    ...{ status: typeof data['status'] === 'string' ? data['status'] : null, exports: {} },
    ...{ createdAt: now, updatedAt: now, deletedAt: null },
    ...more,
  };
}
const event = (more: Partial<RecordEvent> = {}): RecordEvent => ({
  ...{
    unitId: 1,
    id: 'e',
    at: now,
    kind: 'updated',
    names: [],
    entity: 'documents',
    recordId: 7,
    registration: '7',
    revision: 1,
  },
  ...{ userId: 2, userName: 'Admin', origin: 'api', changes: {}, before: row(), after: row() },
  ...more,
});
const trigger = (more: Partial<Trigger> = {}): CompiledTrigger => ({
  trigger: { name: 'one', entity: 'documents', deliver: [{ connection: 'accounting' }], ...more },
  when: undefined,
});
const isCandidate = (one: Partial<Trigger>, about: Partial<RecordEvent> = {}, request?: ExportRequest): boolean =>
  candidates(event(about), [trigger(one)], 'Europe/Prague', request).length === 1;

describe('what a trigger listens to', () => {
  test.each([
    [undefined, ['created', 'updated']],
    [['created'], ['created']],
    [
      ['updated', 'deleted'],
      ['updated', 'deleted'],
    ],
    [['requested'], ['requested']],
  ] as const)('on: %j', (on, kinds) => {
    const heard = (['created', 'updated', 'deleted', 'requested', 'scheduled'] as const).filter((kind) =>
      isCandidate(on === undefined ? {} : { on: [...on] }, { kind }),
    );
    expect(heard).toEqual([...kinds]);
  });

  test('a schedule, and with `on` both', () => {
    const schedule = { cron: '0 6 * * *' };
    expect(isCandidate({ schedule }, { kind: 'scheduled' })).toBe(true);
    expect(isCandidate({ schedule }, { kind: 'updated' })).toBe(false);
    expect(isCandidate({ schedule, on: ['updated'] }, { kind: 'updated' })).toBe(true);
    expect(isCandidate({ schedule, on: ['updated'] }, { kind: 'scheduled' })).toBe(true);
  });

  test('a status that is reached, by a creation too', () => {
    const on: Trigger['on'] = [{ status: 'APPROVED' }];
    const move = (before: string | null, after: string): boolean =>
      isCandidate({ on }, { before: before === null ? null : row({ status: before }), after: row({ status: after }) });
    expect(move('OPEN', 'APPROVED')).toBe(true);
    expect(move('APPROVED', 'APPROVED')).toBe(false);
    expect(move('APPROVED', 'OPEN')).toBe(false);
    expect(move(null, 'APPROVED')).toBe(true);
  });

  test('a property that is set', () => {
    const set = (is: unknown, before: object | undefined, after: object | undefined): boolean => {
      const withProperties = (properties: object | undefined): RecordRow =>
        row(properties === undefined ? {} : ({ properties } as RecordRow['data']));
      const on: Trigger['on'] = [is === undefined ? { property: 'extStatus' } : { property: 'extStatus', is }];
      return isCandidate({ on }, { before: withProperties(before), after: withProperties(after) });
    };
    const ready = { extStatus: 'EXT.READY' };
    expect(set('EXT.READY', {}, ready)).toBe(true);
    expect(set('EXT.READY', undefined, ready)).toBe(true);
    expect(set('EXT.READY', { extStatus: 'EXT.ERROR' }, ready)).toBe(true);
    expect(set('EXT.READY', ready, ready)).toBe(false);
    expect(set('EXT.READY', {}, { extStatus: 'EXT.SENT' })).toBe(false);
    expect(set(undefined, {}, { extStatus: 'EXT.SENT' })).toBe(true);
    expect(set(undefined, ready, {})).toBe(false);
    expect(set(undefined, ready, undefined)).toBe(false);
    expect(set('EXT.READY', {}, { other: 'EXT.READY' })).toBe(false);
  });
});

describe('a trigger is passed over', () => {
  test('when it is off', () => {
    expect(isCandidate({ mode: 'off' })).toBe(false);
    expect(isCandidate({ mode: 'watch' })).toBe(true);
  });

  test('for write-backs and imports, unless it asks for them', () => {
    expect(isCandidate({}, { origin: 'write-back' })).toBe(false);
    expect(isCandidate({ writeBacks: true }, { origin: 'write-back' })).toBe(true);
    expect(isCandidate({}, { origin: 'import' })).toBe(false);
    expect(isCandidate({ imports: true }, { origin: 'import' })).toBe(true);
  });

  test('for records that are older than its day, by the calendar of the unit', () => {
    const made = (createdAt: string): Partial<RecordEvent> => ({ after: row({}, { createdAt: new Date(createdAt) }) });
    expect(isCandidate({ from: '2026-03-01' }, made('2026-02-28T22:59:59Z'))).toBe(false);
    expect(isCandidate({ from: '2026-03-01' }, made('2026-02-28T23:00:00Z'))).toBe(true);
    expect(isCandidate({ from: '2026-03-01' }, { after: null, recordId: null })).toBe(true);
  });

  test.each<[Trigger['on'], boolean]>([
    [undefined, true],
    [['requested'], true],
    [['updated', { status: 'OPEN' }], true],
    [[{ status: 'APPROVED' }], true],
    [[{ status: 'OPEN' }], false],
    [[{ property: 'extStatus' }], true],
    [[{ property: 'extStatus', is: 'EXT.READY' }], true],
    [[{ property: 'extStatus', is: 'EXT.SENT' }], false],
    [[{ property: 'accountingId' }], false],
    [[{ status: 'OPEN' }, { property: 'extStatus' }], true],
    [['deleted'], false],
  ])('when it is fired by name and the record is as it asks for: on %j is %j', (on, meant) => {
    const after = row({ status: 'APPROVED', properties: { extStatus: 'EXT.READY' } });
    const about = { kind: 'requested', before: null, after } as const;
    expect(isCandidate(on === undefined ? {} : { on }, about, { trigger: 'one' })).toBe(meant);
    // A schedule is about every record, and its condition says which.
    const schedule = { cron: '0 6 * * *' };
    expect(isCandidate({ schedule, ...(on && { on }) }, about, { trigger: 'one' })).toBe(true);
  });

  test('when another one is asked for by name; the one that is named fires whatever kind of event it listens to', () => {
    expect(isCandidate({ on: ['created'] }, { kind: 'requested' }, { trigger: 'one' })).toBe(true);
    expect(isCandidate({ on: ['requested'] }, { kind: 'requested' }, { trigger: 'other' })).toBe(false);
    expect(isCandidate({ mode: 'off' }, { kind: 'requested' }, { trigger: 'one' })).toBe(false);
  });
});

describe('the condition', () => {
  const run: Run = {
    context: {
      input: { status: 'APPROVED', total: null },
      before: { status: 'OPEN' },
      user: { groups: ['Approvers'] },
    },
    ...{ dictionaries: {}, now: '2026-11-23T10:00:00Z', seed: 's', zone: 'Europe/Prague', locale: 'cs-CZ' },
  };
  function match(when: string, more: Partial<Trigger> = {}, request?: ExportRequest) {
    const compiled = compileExpression(when, conditionScope({ kind: 'any' }, []));
    const own = { ...trigger(more), when: compiled.ok ? compiled.value : (compiled.problems[0]?.message ?? '') };
    return matchTriggers([own], run, request).map(({ verdict, deliver, reason }) => ({
      verdict,
      to: deliver.connection,
      reason,
    }));
  }

  test.each([
    ["changed('status') and input.status = 'APPROVED'", 1],
    ["was('status') = 'OPEN'", 1],
    ["contains(user.groups, 'Approvers')", 1],
    ['input.total', 0],
    ['input.total > 100', 0],
  ])('%s', (when, count) => {
    expect(match(when)).toHaveLength(count);
  });

  test('that is true makes a delivery for each counterparty, or for the one that is asked for', () => {
    const deliver = [{ connection: 'left' }, { connection: 'right' }];
    expect(match('true', { deliver }).map(({ to }) => to)).toEqual(['left', 'right']);
    expect(match('true', { deliver }, { connection: 'right' }).map(({ to }) => to)).toEqual(['right']);
    expect(match('true', { deliver, mode: 'watch' }).map(({ verdict }) => verdict)).toEqual(['watch', 'watch']);
  });

  test('that cannot be evaluated, or compiled, loses no event and says where', () => {
    const [broken] = match('number(input.status) > 1');
    expect(broken?.verdict).toBe('failed');
    expect(broken?.reason).toMatch(
      /^The condition of the trigger "one" cannot be evaluated: .*\(line 1, column \d+\) Mend it and send the record again\.$/,
    );
    expect(match('input.status = ')[0]?.verdict).toBe('failed');
    expect(match('input.status', { mode: 'watch' })[0]?.verdict).toBe('watch');
  });
});
