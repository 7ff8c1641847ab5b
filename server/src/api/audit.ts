import { Type } from 'typebox';
import { listAudit } from '../access/audit-store.ts';
import { visibleCondition } from '../records/acl-store.ts';
import { operation } from './operation.ts';
import { defaultLimit, Moment, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

const AuditWire = Type.Object({
  id: Type.String({ format: 'uuid' }),
  at: Moment,
  who: Type.String({ description: 'The name of the user, or of the program.', examples: ['Jana Nováková'] }),
  what: Type.String({ description: 'What was done; docs/access.md lists the words.', examples: ['token-created'] }),
  detail: Type.Record(Type.String(), Type.Unknown(), {
    examples: [{ id: '019ab2c3-0000-7000-8000-000000000001', name: 'turnstile at the gate', login: 'gate' }],
  }),
});

export const listAuditOperation = operation({
  id: 'listAudit',
  tag: 'Access',
  summary: 'Lists who changed configuration, rights, tokens and pauses, and whose token was refused, the newest first.',
  description:
    'A refused token stands here with its first call, and after ten minutes with how many more came (`times`), so that a flood of calls is two rows. Rows about a record are shown to those who may see it.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      who: Type.Optional(Type.String({ maxLength: 200, description: 'Only what this user did.' })),
      what: Type.Optional(Type.String({ maxLength: 100, description: 'Only this.', examples: ['token-refused'] })),
      since: Type.Optional({ ...Moment, description: 'At or after this moment.' }),
      until: Type.Optional({ ...Moment, description: 'Before this moment.' }),
      search: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 200,
          description: 'A text that stands anywhere in the row; case does not matter.',
          examples: ['turnstile'],
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(AuditWire, 'What was done, the newest first.') },
  handle: async ({ parts, caller, query }) => {
    const { limit = defaultLimit, cursor, since, until, ...same } = query;
    const rows = await listAudit(parts.database, caller.unitId, {
      ...same,
      before: cursor,
      since: since === undefined ? undefined : new Date(since),
      until: until === undefined ? undefined : new Date(until),
      visible: (columns, bind) => visibleCondition(caller, columns, bind),
      limit: limit + 1,
    });
    return { body: pageOf(rows, limit) };
  },
});
