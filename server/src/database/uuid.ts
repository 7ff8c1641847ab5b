import { randomFillSync } from 'node:crypto';

/**
 * UUIDv7 (RFC 9562, section 5.7), the key of everything that grows with time: 48 bits of milliseconds since 1970, then
 * 32 bits of a counter (12 of them in `rand_a`, 20 in `rand_b`; method 1 of section 6.2) and 42 random bits. The counter
 * starts at a random 31-bit value in every millisecond, so that ids of one process ascend strictly in the order in which
 * they were made, and two processes collide no sooner than random ids would.
 */

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const counterLimit = 2 ** 32;

interface Sequence {
  milliseconds: number;
  counter: number;
}

/** Ids of the process's clock: never descends, not even when the clock is set back. */
const clock: Sequence = { milliseconds: -1, counter: 0 };
/** Ids of a time passed in carry exactly that time; those of the same time ascend. */
const given: Sequence = { milliseconds: -1, counter: 0 };

/** A new id. `now`: milliseconds since 1970; without it the process's clock, and then ids never descend. */
export function newId(now?: number): string {
  if (now === undefined) {
    advance(clock, Math.max(Date.now(), clock.milliseconds));
    return format(clock);
  }
  advance(given, Math.trunc(now));
  return format(given);
}

/** The time in an id, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The lowest id of that millisecond: the bound of a partition, or of "since" in a query. No id is older than 1970. */
export function firstIdAt(milliseconds: number): string {
  return `${formatTime(Math.max(0, Math.trunc(milliseconds)))}-0000-0000-000000000000`;
}

function advance(sequence: Sequence, milliseconds: number): void {
  if (milliseconds !== sequence.milliseconds) {
    sequence.milliseconds = milliseconds;
    sequence.counter = random(4) >>> 1;
    return;
  }
  sequence.counter += 1;
  // 2^31 ids or more within a millisecond cannot be made; a clock that stands still for days could get here.
  if (sequence.counter === counterLimit) {
    sequence.milliseconds += 1;
    sequence.counter = 0;
  }
}

function format({ milliseconds, counter }: Sequence): string {
  const randA = hex((0x70 | (counter >>> 28)) & 0xff) + hex((counter >>> 20) & 0xff);
  // The variant's two bits, then 20 bits of the counter and 42 random ones: 64 bits in all.
  const high = 0x80 | ((counter >>> 14) & 0x3f);
  const middle = (counter >>> 6) & 0xff;
  const low = ((counter & 0x3f) << 2) | (random(1) & 0x03);
  const tail = random(4);
  return (
    `${formatTime(milliseconds)}-${randA}-${hex(high)}${hex(middle)}-` +
    `${hex(low)}${hex(tail >>> 24)}${hex((tail >>> 16) & 0xff)}${hex((tail >>> 8) & 0xff)}${hex(tail & 0xff)}${hex(random(1))}`
  );
}

function formatTime(milliseconds: number): string {
  const text = milliseconds.toString(16).padStart(12, '0');
  return `${text.slice(0, 8)}-${text.slice(8)}`;
}

function hex(byte: number): string {
  return hexOfByte[byte] ?? '';
}

// A call to the system's generator costs more than everything else here; one in 1,024 ids is cheap.
const pool = Buffer.alloc(6 * 1024);
let used = pool.length;

function random(bytes: 1 | 4): number {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const value = bytes === 1 ? pool.readUInt8(used) : pool.readUInt32BE(used);
  used += bytes;
  return value;
}
