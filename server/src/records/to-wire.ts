import type { JsonObject, RecordRow } from './types.ts';

/** The record as the API answers it. `tags` and `properties` are always there, so that clients may look into them. */
export function toWire(row: RecordRow): JsonObject {
  const { tags = [], properties = {}, ...fields } = row.data;
  return {
    id: row.id,
    registration: row.registration,
    revision: row.revision,
    ...fields,
    tags,
    properties,
    exports: wireExports(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...(row.deletedAt === null ? {} : { deletedAt: row.deletedAt.toISOString() }),
  };
}

function wireExports({ exports }: RecordRow): JsonObject {
  return Object.fromEntries(Object.entries(exports).map(([connection, state]) => [connection, { ...state }]));
}
