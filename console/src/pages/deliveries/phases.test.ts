import { expect, test } from 'vitest';
import { phasesOf } from './phases.ts';

test('the phases of an attempt follow one another, and what is left of the whole is the reading', () => {
  const timing = { dnsMs: 0, connectMs: 2, tlsMs: 10, firstByteMs: 60, totalMs: 75 };
  expect(phasesOf(timing, 80)).toEqual([
    { name: 'connect', ms: 2, startMs: 0 },
    { name: 'tls', ms: 10, startMs: 2 },
    { name: 'wait', ms: 60, startMs: 12 },
    { name: 'read', ms: 3, startMs: 72 },
  ]);
});

test('an attempt without an answer has no reading, and one that was not measured no phases', () => {
  expect(phasesOf({ dnsMs: 1, connectMs: 0, tlsMs: 0, firstByteMs: 0, totalMs: 30_000 }, 30_000)).toEqual([
    { name: 'dns', ms: 1, startMs: 0 },
  ]);
  expect(phasesOf(null, 12)).toEqual([]);
});
