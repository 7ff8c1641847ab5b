import { describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { RefusalAudit, type RefusalNote, type RefusedCall } from './refusal-audit.ts';

const call: RefusedCall = {
  unitId: 1,
  tokenId: 't1',
  address: '203.0.113.5',
  method: 'GET',
  path: '/rest/v1/1/users',
  reason: 'This token was revoked.',
};

function audited(write?: (note: RefusalNote) => Promise<void>) {
  const notes: RefusalNote[] = [];
  let now = new Date('2026-11-23T10:00:00Z');
  const audit = new RefusalAudit({
    write: write ?? ((note) => Promise.resolve(void notes.push(note))),
    log: createLog('silent'),
    now: () => now,
  });
  return { audit, notes, at: (text: string) => (now = new Date(text)) };
}

describe('refusals of tokens in the audit', () => {
  test('the first is written at once, those that follow are counted until the time is over', async () => {
    const { audit, notes, at } = audited();
    await audit.note(call);
    expect(notes).toMatchObject([{ reason: call.reason, times: 1 }]);
    at('2026-11-23T10:03:00Z');
    for (let count = 0; count < 500; count += 1) await audit.note({ ...call, path: `/rest/v1/1/${count}` });
    expect(notes).toHaveLength(1);
    await audit.flush();
    expect(notes[1]).toMatchObject({
      times: 500,
      from: new Date('2026-11-23T10:00:00Z'),
      to: new Date('2026-11-23T10:03:00Z'),
    });
    await audit.note(call);
    expect(notes).toHaveLength(3);
    await audit.flush();
    expect(notes).toHaveLength(3);
  });

  test('another token, address or reason is written by itself', async () => {
    const { audit, notes } = audited();
    for (const more of [{}, { tokenId: 't2' }, { address: '203.0.113.6' }, { reason: 'expired' }, { unitId: 2 }])
      await audit.note({ ...call, ...more });
    expect(notes).toHaveLength(5);
    await audit.flush();
  });

  test('a flood from everywhere is a bounded number of rows', async () => {
    const { audit, notes } = audited();
    for (let count = 0; count < 10_000; count += 1) {
      for (const _time of [1, 2]) await audit.note({ ...call, address: `2001:db8::${count.toString(16)}` });
    }
    await audit.flush();
    expect(notes.length).toBe(202);
    expect(notes.reduce((sum, { times }) => sum + times, 0)).toBe(20_000);
  });

  test('an audit that cannot be written stands in nobody’s way', async () => {
    const { audit } = audited(() => Promise.reject(new Error('away')));
    await expect(audit.note(call)).resolves.toBeUndefined();
    await expect(audit.flush()).resolves.toBeUndefined();
  });
});
