import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { resolveAlerts } from '../alerts/store.ts';
import { raiseConfigurationVersion, readUnit, readUnitIds } from '../configuration/store.ts';
import { resumeCopiedLanes } from '../connections/lane-store.ts';
import { acceptCopy, readInstallation } from '../database/installation-store.ts';
import { type Fault, Refusal, refuse } from '../errors.ts';
import { writeUnit } from '../integration/store.ts';
import { operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { Moment, OrNull, UnitPath } from './schemas.ts';
import { version } from './version.ts';

export const SettingsWire = Type.Object(
  {
    unit: Type.Object({ id: Type.Integer(), name: Type.String(), zone: Type.String(), locale: Type.String() }),
    installation: Type.Object({
      id: Type.String(),
      version: Type.String(),
      createdAt: Moment,
      copiedFrom: OrNull(
        Type.String({
          description:
            'Set as long as this database is a copy that waits for a person’s word; nothing is sent until then.',
        }),
      ),
    }),
  },
  { description: 'The unit and the installation.' },
);

export const readSettings = operation({
  id: 'readSettings',
  tag: 'Operations',
  summary: 'Reads the settings of the unit and facts of the installation.',
  params: UnitPath,
  answers: { 200: SettingsWire },
  handle: async ({ parts, caller }) => ({ body: await settingsOf(parts, caller.unitId) }),
});

export const changeSettings = operation({
  id: 'changeSettings',
  tag: 'Operations',
  summary: 'Changes name, time zone or language of the unit.',
  description:
    'Zone and locale decide how templates write dates and amounts; messages that wait keep those that they were made with.',
  params: UnitPath,
  body: Type.Object(
    {
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      zone: Type.Optional(Type.String({ maxLength: 100, examples: ['Europe/Prague'] })),
      locale: Type.Optional(Type.String({ maxLength: 35, examples: ['cs-CZ'] })),
    },
    { additionalProperties: false },
  ),
  answers: { 200: SettingsWire },
  handle: async ({ parts, caller, body }) => {
    const faults = [...zoneFaults(body.zone), ...localeFaults(body.locale)];
    if (faults.length > 0) throw new Refusal('invalid-body', faults.map(({ message }) => message).join(' '), faults);
    await parts.database.transaction(async (transaction) => {
      await writeUnit(transaction, caller.unitId, body);
      await raiseConfigurationVersion(transaction, caller.unitId);
      await writeAudit(transaction, caller.unitId, { who: caller.name, what: 'settings-changed', detail: body });
      transaction.afterCommit(() => parts.changed(caller.unitId));
    });
    return { body: await settingsOf(parts, caller.unitId) };
  },
});

function zoneFaults(zone: string | undefined): Fault[] {
  if (zone === undefined) return [];
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return [];
  } catch {
    // A RangeError for an unknown name; nothing else is thrown here.
    return [
      { path: 'zone', message: `There is no time zone ${JSON.stringify(zone)}. Write one such as Europe/Prague.` },
    ];
  }
}

function localeFaults(locale: string | undefined): Fault[] {
  if (locale === undefined) return [];
  try {
    new Intl.Locale(locale);
    return [];
  } catch {
    // A RangeError for a text that is no language tag.
    return [{ path: 'locale', message: `${JSON.stringify(locale)} is no language tag. Write one such as cs-CZ.` }];
  }
}

export const confirmCopy = operation({
  id: 'confirmCopy',
  tag: 'Operations',
  summary: 'Confirms that this copy of a database is the installation that sends from now on.',
  description:
    'A restored dump or a copied test system pauses every connection by itself, so that nothing is sent twice. After this the connections that Gangway paused send again; those that a person paused stay paused.',
  params: UnitPath,
  answers: { 200: SettingsWire },
  refusals: ['illegal-state'],
  handle: async ({ parts, caller }) => {
    const units = await parts.database.transaction(async (transaction) => {
      const installation = await readInstallation(transaction);
      if (!installation?.copiedFrom) refuse('illegal-state', 'This database is no copy: there is nothing to confirm.');
      await acceptCopy(transaction, parts.cluster);
      await resumeCopiedLanes(transaction);
      const ids = await readUnitIds(transaction);
      for (const unitId of ids) {
        await resolveAlerts(transaction, unitId, ['installation-copied'], caller.name);
        await writeAudit(transaction, unitId, {
          who: caller.name,
          what: 'copy-confirmed',
          detail: { from: installation.copiedFrom },
        });
      }
      return ids;
    });
    for (const unitId of units) parts.changed(unitId);
    return { body: await settingsOf(parts, caller.unitId) };
  },
});

async function settingsOf({ database }: ApiParts, unitId: number): Promise<object> {
  const unit = await readUnit(database, unitId);
  const installation = await readInstallation(database);
  if (unit === undefined || installation === undefined) return refuse('not-found', `There is no unit ${unitId}.`);
  const { id, createdAt, copiedFrom } = installation;
  return {
    unit: { id: unit.unitId, name: unit.name, zone: unit.zone, locale: unit.locale },
    installation: { id, version, createdAt, copiedFrom },
  };
}
