import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { TEXT } from '../environment.ts';
import { stop } from '../frame.ts';
import type { FieldType } from '../types.ts';
import { dateText, parseDate, wallTime } from '../dates.ts';
import type { FunctionDefinition } from './definition.ts';
import { unknownZone } from './dates.ts';

const bare = { takes: '', least: 0, most: 0 };
const ofType = (kind: FieldType['kind'] & ('date' | 'datetime')) => () => ({ type: { kind } });

/** The moment that was frozen with the message, as it was given: ISO 8601 with zone. */
const now: FunctionDefinition = {
  name: 'now',
  ...bare,
  shape: ofType('datetime'),
  compile: () => (frame) => frame.run.now,
};

/** The date of that moment in the unit's zone. */
const today: FunctionDefinition = {
  name: 'today',
  ...bare,
  shape: ofType('date'),
  compile: (call) => (frame) => {
    const date = parseDate(frame.run.now);
    if (date === undefined)
      return stop('not-a-date', `The time of the message, "${frame.run.now}", is not a date.`, call.place);
    const wall = wallTime(date, frame.run.zone);
    return wall === undefined ? stop('unknown-zone', unknownZone(frame.run.zone), call.place) : dateText(wall);
  },
};

/**
 * A UUID made of the message's seed and the number of the call, so that a repeat has the same. Its layout is that of version 4 (RFC 9562),
 * because counterparties check for it.
 */
const uuid: FunctionDefinition = {
  name: 'uuid',
  ...bare,
  shape: () => TEXT,
  compile: (call) => (frame) => {
    frame.charge(8, call.place);
    const bytes = sha256(new TextEncoder().encode(`${frame.run.seed}\n${frame.nextUuid()}`)).slice(0, 16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytesToHex(bytes);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  },
};

export const FROZEN_FUNCTIONS: readonly FunctionDefinition[] = [now, today, uuid];
