import { defaultGroups } from '../access/groups.ts';
import { writeConfigurationObject } from '../configuration/store.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { planChange } from './plan-change.ts';
import { resolveDefinitions } from './resolve-definitions.ts';
import { saveRecord } from './save-record.ts';
import { insertEvents, insertRecords, nextRecordId } from './store.ts';
import type { Actor, InputFields, RecordEnvironment, RecordRow } from './types.ts';
import { insertUnit, lockUnits, readFirstUnit } from './unit-store.ts';

/** Gangway itself. */
export const systemActor: Actor = { userId: null, name: 'Gangway', groups: [], administrator: true };

export interface NewUnit {
  readonly name: string;
  /** IANA zone, default Europe/Prague. */
  readonly zone?: string;
  /** BCP 47, default cs-CZ. */
  readonly locale?: string;
  /** Further fields of the unit's own agency: currency, registrations, addresses, ... */
  readonly agency?: InputFields;
  /** Fields of the first user; joins Administrators. */
  readonly administrator: InputFields & { readonly login: string };
  readonly now: Date;
}

export interface CreatedUnit {
  readonly unitId: number;
  readonly administratorId: number | null;
  /** false: it was there already. */
  readonly created: boolean;
}

/** The first start makes unit 1 with agency 1, the default groups and the administrator; every later one finds them. Safe when several processes start at once. */
export async function ensureFirstUnit(transaction: Transaction, unit: NewUnit): Promise<CreatedUnit> {
  await lockUnits(transaction);
  const first = await readFirstUnit(transaction);
  return first === undefined ? createUnit(transaction, unit) : { ...first, created: false };
}

/** A business unit: its row, its own agency (with the unit's id), the default groups, its administrator. */
export async function createUnit(transaction: Transaction, unit: NewUnit): Promise<CreatedUnit> {
  const { name, zone = 'Europe/Prague', locale = 'cs-CZ', now } = unit;
  const unitId = await nextRecordId(transaction);
  await insertUnit(transaction, { unitId, name, zone, locale });
  for (const { name: group, description } of defaultGroups) {
    const object = { kind: 'groups', name: group, body: { name: group, description } } as const;
    await writeConfigurationObject(transaction, unitId, object, systemActor.name);
  }
  const environment: RecordEnvironment = {
    unitId,
    zone,
    definitions: resolveDefinitions([]),
    groups: defaultGroups.map((group) => group.name),
    now: () => now,
    observe: () => Promise.resolve({}),
  };
  await insertAgency(transaction, environment, { ...unit.agency, name });
  const saved = await saveRecord(transaction, environment, {
    kind: 'create',
    entity: 'users',
    fields: { ...unit.administrator, groups: ['Administrators'] },
    actor: systemActor,
    origin: 'system',
  });
  return { unitId, administratorId: saved.row.id, created: true };
}

/** Beside saveRecord, because its id is the unit's. */
async function insertAgency(
  transaction: Transaction,
  { unitId, zone, definitions, now }: RecordEnvironment,
  fields: InputFields,
): Promise<RecordRow> {
  const definition = definitions.get('agencies');
  if (definition === undefined) throw new Error('there is no entity agencies');
  const plan = planChange(
    definition,
    null,
    { kind: 'create', fields, origin: 'system', id: unitId },
    { unitId, actor: systemActor, now: now(), zone, related: new Map() },
  );
  if (!plan.ok) refuse(plan.code, plan.sentence, plan.faults);
  const { row } = plan;
  await insertRecords(transaction, [row]);
  await insertEvents(transaction, [
    {
      ...{ unitId, id: newId(), at: now(), kind: 'created', names: ['agencies.created'], entity: 'agencies' },
      ...{ recordId: row.id, registration: row.registration, revision: row.revision },
      ...{ userId: null, userName: systemActor.name, origin: 'system', changes: {}, before: null, after: row },
    },
  ]);
  return row;
}
