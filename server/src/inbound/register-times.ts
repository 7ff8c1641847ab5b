import type { ValueObject } from '@gangway/language';
import { registerEntries, type Registered } from '../attendance/register-entries.ts';
import type { Refusal } from '../errors.ts';
import { readable } from '../records/acl.ts';
import { readRecords } from '../records/store.ts';
import { toWire } from '../records/to-wire.ts';
import type { Actor, RecordRow } from '../records/types.ts';
import type { ChangeResult } from './change-result.ts';
import type { Looking } from './find-records.ts';
import type { ReadChange } from './read-verdict.ts';

/** Whether the change registers somebody's time: all of these that come together are registered with the same few statements. */
export function registersTime({ entity, do: doing }: ReadChange): boolean {
  return entity === 'time' && (doing === 'pass' || doing === 'create');
}

/** Registers passes, absences and time tracks, as `POST /rest/v1/{unit}/time` does. Each is answered by itself. */
export async function registerTimes(
  { transaction, environment, viewer }: Looking,
  actor: Actor,
  entries: readonly { readonly change: ReadChange; readonly fields: ValueObject }[],
): Promise<(ChangeResult | Refusal)[]> {
  const wanted = entries.map(({ change: { do: doing, choice }, fields }) => ({
    fields: doing === 'pass' ? { type: 'ATTENDANCE', ...fields } : fields,
    ...{ actor, origin: 'api' as const },
    ...(choice?.by === 'registration' ? { registration: choice.registration } : {}),
  }));
  const registered = await registerEntries(transaction, environment, wanted);
  const there = registered.flatMap((each) => (each.kind === 'registered' && each.made === undefined ? [each.id] : []));
  const rows = await readRecords(
    transaction,
    environment.unitId,
    there.map((id) => ({ entity: 'time', id })),
  );
  const earlier = new Map(rows.map((row) => [row.id, row]));
  return entries.map(({ change }, index) => {
    const each = registered[index];
    if (each === undefined) throw new Error('an entry was registered without an answer');
    if (each.kind === 'refused') return each.refusal;
    return resultOf(change, each, readable(each.made?.row ?? earlier.get(each.id), viewer));
  });
}

function resultOf(
  { entity, do: doing }: ReadChange,
  { id, text, made }: Extract<Registered, { kind: 'registered' }>,
  row: RecordRow | undefined,
): ChangeResult {
  const { registration, state } = JSON.parse(text) as { readonly registration: string; readonly state: string };
  return {
    ...{ entity, do: doing, outcome: made === undefined ? 'unchanged' : 'created', id, registration, state },
    revision: row?.revision ?? null,
    record: row === undefined ? null : toWire(row),
    changes: row === undefined ? null : {},
  };
}
