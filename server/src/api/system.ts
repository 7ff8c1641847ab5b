import { Type } from 'typebox';
import { timeOfId } from '../database/uuid.ts';
import { countOpen, readUnitLagMs } from '../overview/overview-store.ts';
import { readDatabaseFacts, readKept, readProcesses } from '../overview/system-store.ts';
import { operation } from './operation.ts';
import { Moment, OrNull, UnitPath } from './schemas.ts';
import { version } from './version.ts';

const SettingWire = Type.Object({
  name: Type.String({ examples: ['GANGWAY_PORT'] }),
  value: OrNull(Type.String({ description: 'null: not set, or a secret.' })),
  isSet: Type.Boolean(),
  secret: Type.Boolean(),
  origin: Type.String({ description: 'environment or default.' }),
  default: OrNull(Type.String()),
  meaning: Type.String({ description: 'Markdown.' }),
});

const SystemWire = Type.Object(
  {
    version: Type.String(),
    node: Type.String({ examples: ['v24.11.0'] }),
    platform: Type.String({ examples: ['linux x64'] }),
    startedAt: Moment,
    process: Type.Object({ pid: Type.Integer(), roles: Type.Array(Type.String()), memoryBytes: Type.Integer() }),
    processes: Type.Array(
      Type.Object({
        id: Type.String(),
        host: Type.String(),
        pid: Type.Integer(),
        roles: Type.Array(Type.String()),
        startedAt: Moment,
      }),
      { description: 'Those that send at this moment.' },
    ),
    database: Type.Object({
      version: Type.String({ examples: ['18.0'] }),
      embedded: Type.Boolean(),
      sizeBytes: Type.Integer(),
      connections: Type.Integer(),
    }),
    queue: Type.Object({
      lagMs: Type.Integer({ description: 'How long the oldest message of the unit that nothing holds has been due.' }),
      open: Type.Record(Type.String(), Type.Integer(), { description: 'State to number; to 10,000 per connection.' }),
      inFlight: Type.Integer({ description: 'Requests of this process that are under way.' }),
      unsettled: Type.Integer({ description: 'Results of this process that are not written yet.' }),
      lanes: Type.Integer({ description: 'Of all units.' }),
    }),
    retention: Type.Object({
      months: Type.Integer({ description: 'How long deliveries and messages are kept.' }),
      historyMonths: Type.Integer({ description: 'How long the history of records and the audit are kept.' }),
      oldestDelivery: OrNull(Moment),
      partitions: Type.Integer(),
    }),
    access: Type.Object({
      allowedAddresses: Type.Array(Type.String(), {
        description: 'From where calls are taken at all; empty: from everywhere.',
      }),
      yourAddress: Type.String({ description: 'From where this call has come.' }),
    }),
    pages: Type.Integer({ description: 'Pages that listen for changes at this process.' }),
    settings: Type.Array(SettingWire),
  },
  { description: 'What the server runs on.' },
);

export const readSystem = operation({
  id: 'readSystem',
  tag: 'Operations',
  summary: 'Tells version, database, queue, retention and settings with their origin.',
  description: 'Settings are changed where the server is started; secrets are never shown.',
  params: UnitPath,
  answers: { 200: SystemWire },
  handle: async ({ parts, caller, from }) => {
    const { database, system, roles, feed } = parts;
    const [facts, processes, kept, lagMs, open] = await Promise.all([
      readDatabaseFacts(database),
      readProcesses(database),
      readKept(database),
      readUnitLagMs(database, caller.unitId),
      countOpen(database, caller.unitId, null),
    ]);
    const counts: Record<string, number> = {};
    for (const { state, count } of open) counts[state] = (counts[state] ?? 0) + count;
    const { inFlight, unsettled } = system.load();
    const { settings, embedded, startedAt, retentionMonths: months, historyMonths } = system;
    const allowed = settings.find(({ name }) => name === 'GANGWAY_ALLOWED_ADDRESSES')?.value ?? 'empty';
    const { oldestDelivery, partitions, lanes } = kept;
    return {
      body: {
        ...{ version, node: process.version, platform: `${process.platform} ${process.arch}`, startedAt },
        process: { pid: process.pid, roles, memoryBytes: process.memoryUsage.rss() },
        processes,
        database: { ...facts, embedded },
        queue: { lagMs, open: counts, inFlight, unsettled, lanes },
        retention: {
          ...{ months, historyMonths, partitions },
          oldestDelivery: oldestDelivery === null ? null : new Date(timeOfId(oldestDelivery)),
        },
        access: { allowedAddresses: allowed === 'empty' ? [] : allowed.split(','), yourAddress: from.address },
        pages: feed.open,
        settings,
      },
    };
  },
});
