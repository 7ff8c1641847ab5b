/**
 * Arrays as parameters, in PostgreSQL's binary format. node-postgres would write an array as a text with every item quoted and escaped, which the
 * server takes apart again item by item: together a fifth of the time of a batched statement. A Buffer is sent as it is.
 *
 * The element type must be the one that the statement casts to (`$2::bigint[]` with `int8s`), or PostgreSQL refuses with "wrong element type".
 * https://www.postgresql.org/docs/current/catalog-pg-type.html for the numbers; the layout is that of array_recv: dimensions, a flag for nulls, the
 * element's type, length and lower bound, then for each item its length (-1: null) and its bytes.
 */
const typeId = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int4: 23,
  text: 25,
  float8: 701,
  timestamptz: 1184,
  uuid: 2950,
} as const;

const headerBytes = 20;

function header(buffer: Buffer, oid: number, count: number, hasNull: boolean): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
}

/** Items of one size, each written by `write` at its place. */
function fixed<T>(
  oid: number,
  size: number,
  items: readonly (T | null)[],
  write: (buffer: Buffer, item: T, at: number) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + items.length * (4 + size));
  let at = headerBytes;
  let hasNull = false;
  for (const item of items) {
    if (item === null) {
      hasNull = true;
      buffer.writeInt32BE(-1, at);
      at += 4;
      continue;
    }
    buffer.writeInt32BE(size, at);
    write(buffer, item, at + 4);
    at += 4 + size;
  }
  header(buffer, oid, items.length, hasNull);
  return buffer.subarray(0, at);
}

export function int4s(items: readonly (number | null)[]): Buffer {
  return fixed(typeId.int4, 4, items, (buffer, item, at) => buffer.writeInt32BE(item, at));
}

/** Whole numbers up to 2^53. */
export function int8s(items: readonly (number | null)[]): Buffer {
  return fixed(typeId.int8, 8, items, writeInt8);
}

export function float8s(items: readonly (number | null)[]): Buffer {
  return fixed(typeId.float8, 8, items, (buffer, item, at) => buffer.writeDoubleBE(item, at));
}

export function bools(items: readonly (boolean | null)[]): Buffer {
  return fixed(typeId.bool, 1, items, (buffer, item, at) => buffer.writeUInt8(item ? 1 : 0, at));
}

export function uuids(items: readonly (string | null)[]): Buffer {
  return fixed(typeId.uuid, 16, items, (buffer, item, at) => {
    const written = buffer.write(item.replaceAll('-', ''), at, 16, 'hex');
    if (written !== 16) throw new Error(`not a UUID: ${item}`);
  });
}

/** 2000-01-01 in ms since 1970: PostgreSQL counts its microseconds from there. */
const epochMs = 946_684_800_000;

export function timestamptzs(items: readonly (Date | null)[]): Buffer {
  return fixed(typeId.timestamptz, 8, items, (buffer, item, at) => {
    writeInt8(buffer, (item.getTime() - epochMs) * 1_000, at);
  });
}

export function texts(items: readonly (string | null)[]): Buffer {
  const size = items.reduce((sum, item) => sum + 4 + (item === null ? 0 : Buffer.byteLength(item)), headerBytes);
  const buffer = Buffer.allocUnsafe(size);
  let at = headerBytes;
  for (const item of items) {
    const length = item === null ? -1 : buffer.write(item, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + Math.max(length, 0);
  }
  header(buffer, typeId.text, items.length, items.includes(null));
  return buffer;
}

export function byteas(items: readonly (Uint8Array | null)[]): Buffer {
  const size = items.reduce((sum, item) => sum + 4 + (item?.length ?? 0), headerBytes);
  const buffer = Buffer.allocUnsafe(size);
  let at = headerBytes;
  for (const item of items) {
    buffer.writeInt32BE(item === null ? -1 : item.length, at);
    if (item !== null) buffer.set(item, at + 4);
    at += 4 + (item?.length ?? 0);
  }
  header(buffer, typeId.bytea, items.length, items.includes(null));
  return buffer;
}

function writeInt8(buffer: Buffer, item: number, at: number): void {
  const high = Math.floor(item / 4_294_967_296);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(item - high * 4_294_967_296, at + 4);
}
