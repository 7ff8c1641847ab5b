import { Type } from 'typebox';
import { listAudit } from '../access/audit-store.ts';
import { operation } from './operation.ts';
import { defaultLimit, Moment, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

const AuditWire = Type.Object({
  id: Type.String(),
  at: Moment,
  who: Type.String(),
  what: Type.String({ examples: ['token-created'] }),
  detail: Type.Record(Type.String(), Type.Unknown()),
});

export const listAuditOperation = operation({
  id: 'listAudit',
  tag: 'Access',
  summary: 'Lists who changed configuration, tokens and pauses, the newest first.',
  params: UnitPath,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answers: { 200: PageOf(AuditWire, 'What was done, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor } }) => ({
    body: pageOf(await listAudit(parts.database, caller.unitId, { limit: limit + 1, before: cursor }), limit),
  }),
});
