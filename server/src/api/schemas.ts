import { Type, type TSchema } from 'typebox';
import type { Caller } from '../access/caller.ts';
import type { Actor } from '../records/types.ts';

/** Shapes that several operations share. */
export const Unit = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'The business unit.',
  examples: [1],
});
const unit = Unit;

export const UnitPath = Type.Object({ unit });
export const NamePath = Type.Object({
  unit,
  name: Type.String({ minLength: 1, maxLength: 200, description: 'The name of the object.', examples: ['accounting'] }),
});
export const IdPath = Type.Object({
  unit,
  id: Type.String({ format: 'uuid', description: 'The id.', examples: ['019ab2c3-0000-7000-8000-000000000001'] }),
});

export const Moment = Type.String({ format: 'date-time', examples: ['2026-11-23T10:00:00.000Z'] });
export const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** How a list is asked for, and how far it goes. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most.' })),
  cursor: Type.Optional(
    Type.String({ format: 'uuid', description: 'Goes on behind the page whose `nextCursor` this was.' }),
  ),
};
export const defaultLimit = 100;

export const PageOf = <T extends TSchema>(item: T, description: string) =>
  Type.Object(
    {
      data: Type.Array(item),
      nextCursor: OrNull(Type.String({ description: 'Hand it in as `cursor` for what follows; null at the end.' })),
    },
    { description },
  );

/** Cuts what was read with one row too many; the last id that is shown leads on. */
export function pageOf<T extends { readonly id: string }>(
  rows: readonly T[],
  limit: number,
): { data: readonly T[]; nextCursor: string | null } {
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

export function actorOf({ userId, name, groups, administrator }: Caller): Actor {
  return { userId, name, groups, administrator };
}
