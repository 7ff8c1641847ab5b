import { createHash, createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decimal, evaluate, problemOf } from '../../test/evaluate.ts';

describe('encodings', () => {
  const input = { a: decimal('1.50'), b: [1, null, true, 'q"<'], c: {}, d: [], ['__proto__x']: 'y' };

  it.each([
    ["base64('user:pass')", 'dXNlcjpwYXNz'],
    ["base64('čau 😀')", Buffer.from('čau 😀').toString('base64')],
    ["base64('')", ''],
    ['base64(null)', null],
    ["base64('\\ud83d')", Buffer.from('\ufffd').toString('base64')],
    ['json(input)', '{"a":1.50,"b":[1,null,true,"q\\"<"],"c":{},"d":[],"__proto__x":"y"}'],
    ['json(null)', 'null'],
    ["json('x')", '"x"'],
  ])('%s', (source, expected) => expect(evaluate(source, { input })).toBe(expected));

  it('hashes as node:crypto does, whatever the length', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1_000, 30_000]) {
      const text = randomBytes(length).toString('latin1').slice(0, length);
      const key = randomBytes(70).toString('hex');
      const context = { input: { text, key } };
      expect(evaluate('sha256(input.text)', context)).toBe(createHash('sha256').update(text).digest('hex'));
      expect(evaluate("sha256(input.text, 'base64')", context)).toBe(
        createHash('sha256').update(text).digest('base64'),
      );
      expect(evaluate('hmac(input.text, input.key)', context)).toBe(
        createHmac('sha256', key).update(text).digest('hex'),
      );
      expect(evaluate("hmac(input.text, input.key, 'base64')", context)).toBe(
        createHmac('sha256', key).update(text).digest('base64'),
      );
      expect(evaluate('base64(input.text)', context)).toBe(Buffer.from(text).toString('base64'));
    }
  });

  it('hands null on and refuses unknown notations', () => {
    expect(evaluate('sha256(null)')).toBe(null);
    expect(problemOf("sha256('x', 'binary')").message).toBe("Here one of these is expected: 'hex', 'base64'.");
  });
});

describe('what is frozen with a message', () => {
  it('is the same in every rendering', () => {
    const source = "now & ' ' & today() & ' ' & uuid & ' ' & uuid()";
    const first = evaluate(source);
    expect(evaluate(source)).toBe(first);
    expect(evaluate(source, {}, { seed: 'delivery-2' })).not.toBe(first);
    expect(first).toMatch(/^2026-11-23T10:00:00\.000Z 2026-11-23 [0-9a-f-]{36} [0-9a-f-]{36}$/);
  });

  it('gives another uuid at every call, of version 4', () => {
    const uuids = evaluate('map(list(input.x), uuid)', { input: { x: [1, 2, 3, 4, 5] } });
    expect(new Set(uuids as string[]).size).toBe(5);
    for (const uuid of uuids as string[])
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('takes today in the zone of the unit', () => {
    expect(evaluate('today', {}, { now: '2026-11-23T23:30:00.000Z' })).toBe('2026-11-24');
    expect(evaluate('today', {}, { now: '2026-11-23T23:30:00.000Z', zone: 'America/New_York' })).toBe('2026-11-23');
  });

  it('gives way to a field of the same name', () => {
    const scope = { fields: { today: { kind: 'text' } } } as const;
    expect(evaluate('today', { today: 'mine' }, {}, scope)).toBe('mine');
    expect(evaluate('today()', { today: 'mine' }, {}, scope)).toBe('2026-11-23');
  });
});
