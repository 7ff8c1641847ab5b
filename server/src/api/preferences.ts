import { type TSchema, Type } from 'typebox';
import { deletePreference, readPreference, writePreference } from '../access/sessions/preference-store.ts';
import { refuse } from '../errors.ts';
import { operation } from './operation.ts';

const tag = 'Own account';
const mostBytes = 20_480;
const mostPreferences = 500;

const KeyPath = Type.Object({
  key: Type.String({
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
    description: 'Letters, digits, dots, hyphens and underscores, 100 at most.',
    examples: ['language'],
  }),
});

const AnyJson: TSchema = Type.Unknown({ description: 'Any JSON up to 20 kB.', examples: ['cs'] });

export const readOwnPreference = operation({
  id: 'readOwnPreference',
  tag,
  summary: 'Reads what the console was to remember under a name.',
  params: KeyPath,
  answers: { 200: { ...AnyJson, description: 'What was written; null where nothing was.' } },
  handle: async ({ parts, caller, params: { key } }) => {
    const found = await readPreference(parts.database, caller.unitId, caller.userId, key);
    return { body: found?.value ?? null };
  },
});

export const writeOwnPreference = operation({
  id: 'writeOwnPreference',
  tag,
  summary: 'Has the console remember something for the user: language, theme, saved filters, columns.',
  params: KeyPath,
  body: AnyJson,
  answers: { 200: { ...AnyJson, description: 'What was written.' } },
  refusals: ['illegal-state'],
  handle: async ({ parts, caller, params: { key }, body }) => {
    const text = JSON.stringify(body ?? null);
    const bytes = Buffer.byteLength(text);
    if (bytes > mostBytes)
      refuse('too-large', `A preference may have 20 kB; this one has ${Math.ceil(bytes / 1024)} kB.`);
    await parts.database.transaction(async (transaction) => {
      const count = await writePreference(transaction, caller.unitId, caller.userId, { key, text });
      if (count > mostPreferences)
        refuse(
          'illegal-state',
          `You have ${mostPreferences} preferences, which is all that there may be. Delete some.`,
        );
    });
    return { body: body ?? null };
  },
});

export const deleteOwnPreference = operation({
  id: 'deleteOwnPreference',
  tag,
  summary: 'Has the console forget it.',
  params: KeyPath,
  answers: {
    200: Type.Object(
      { key: Type.String(), deleted: Type.Literal(true) },
      { description: 'Nothing is kept under this name.' },
    ),
  },
  handle: async ({ parts, caller, params: { key } }) => {
    await deletePreference(parts.database, caller.unitId, caller.userId, key);
    return { body: { key, deleted: true } };
  },
});
