import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { type AlertColumns, listAlerts, resolveAlerts } from '../alerts/store.ts';
import { refuse } from '../errors.ts';
import { type Bind, visibleCondition } from '../records/acl-store.ts';
import { operation } from './operation.ts';
import { defaultLimit, Moment, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

export const AlertWire = Type.Object({
  id: Type.String(),
  key: Type.String({ description: 'What it is about; raised once until it is resolved.' }),
  kind: Type.String({ examples: ['delivery-failed'] }),
  text: Type.String(),
  entity: OrNull(Type.String()),
  recordId: OrNull(Type.Integer()),
  connection: OrNull(Type.String()),
  deliveryId: OrNull(Type.String()),
  hookId: OrNull(Type.String()),
  at: Moment,
  resolvedAt: OrNull(Moment),
  resolvedBy: OrNull(Type.String()),
});

export const listAlertsOperation = operation({
  id: 'listAlerts',
  tag: 'Operations',
  summary: 'Lists what a person should see, the newest first.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      open: Type.Optional(Type.Boolean({ description: 'true: only what is open; false: only what is resolved.' })),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(AlertWire, 'Alerts, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor, open } }) => {
    const filter = {
      limit: limit + 1,
      visible: visibleTo(caller),
      ...(open === undefined ? {} : { open }),
      ...(cursor === undefined ? {} : { before: cursor }),
    };
    return { body: pageOf(await listAlerts(parts.database, caller.unitId, filter), limit) };
  },
});

/** An alert tells what is wrong with a record, so whoever may not see the record does not see the alert. */
function visibleTo(caller: Caller) {
  return (columns: AlertColumns, bind: Bind) => visibleCondition(caller, columns, bind);
}

export const resolveAlert = operation({
  id: 'resolveAlert',
  tag: 'Operations',
  summary: 'Puts an alert away as dealt with.',
  params: UnitPath,
  body: Type.Object(
    { key: Type.String({ minLength: 1, examples: ['brake/invoice-approved'] }) },
    { additionalProperties: false },
  ),
  answers: { 200: Type.Object({ resolved: Type.Integer() }, { description: 'How many were put away.' }) },
  refusals: ['not-found'],
  handle: async ({ parts, caller, body: { key } }) => {
    const resolved = await parts.database.transaction(async (transaction) => {
      const wanted = { open: true, key, limit: 1, visible: visibleTo(caller) };
      const seen = await listAlerts(transaction, caller.unitId, wanted);
      return resolveAlerts(
        transaction,
        caller.unitId,
        seen.map((alert) => alert.key),
        caller.name,
      );
    });
    if (resolved === 0) refuse('not-found', `There is no open alert ${JSON.stringify(key)}.`);
    return { body: { resolved } };
  },
});
