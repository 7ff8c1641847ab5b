import { Decimal, type Value } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import { readVerdictValue, wordsOf } from './verdict-value.ts';

const read = (value: Value) => {
  const result = readVerdictValue(value);
  if (!result.ok) throw new Error(result.why);
  return result.value;
};

describe('the outcome', () => {
  test.each([
    [{ outcome: 'accepted' }, 'accepted'],
    [{ outcome: 'refused' }, 'refused'],
    [{ outcome: 'retry' }, 'retry'],
    [{ outcome: 'unknown' }, 'unknown'],
    [{ accepted: true }, 'accepted'],
    [{ accepted: false }, 'refused'],
    [{ accepted: false, retry: true }, 'retry'],
    [{ outcome: null, accepted: true }, 'accepted'],
  ])('%j is %s', (value, outcome) => {
    expect(read(value).outcome).toBe(outcome);
  });

  test.each([
    [{}],
    [{ outcome: 'ok' }],
    [{ outcome: 'ok', accepted: true }],
    [{ accepted: 'true' }],
    ['accepted'],
    [null],
    [[]],
  ])('%j is none', (value) => {
    expect(readVerdictValue(value)).toMatchObject({ ok: false });
  });
});

describe('messages', () => {
  test('are read with what they have', () => {
    const messages = [
      { level: 'warning', code: Decimal.of('556'), text: 'The number is taken.', where: '/invoice/number' },
      { text: 'Plain.' },
      { code: 'E1' },
      { level: 'info' },
      'A text alone.',
      '',
      null,
    ];
    expect(read({ outcome: 'refused', messages }).messages).toEqual([
      { level: 'warning', code: '556', text: 'The number is taken.', where: '/invoice/number' },
      { level: 'error', text: 'Plain.' },
      { level: 'error', code: 'E1', text: 'Code E1.' },
      { level: 'error', text: 'A text alone.' },
    ]);
  });

  test('may be one, or none', () => {
    expect(read({ outcome: 'refused', messages: { text: 'One.' } }).messages).toHaveLength(1);
    expect(read({ outcome: 'refused', messages: null }).messages).toEqual([]);
  });

  test('are kept within bounds and on one line, whatever a counterparty prints', () => {
    const messages = Array.from({ length: 500 }, () => ({ text: 'x'.repeat(10_000), code: 'y'.repeat(10_000) }));
    const kept = read({ outcome: 'refused', messages }).messages;
    expect(kept).toHaveLength(100);
    expect(kept[0]?.text).toHaveLength(2_001);
    expect(wordsOf(kept).length).toBeLessThanOrEqual(2_001);
    const hostile = 'a\u0000b\r\nc\u001b[2Jd\ud800\u202ee';
    expect(read({ outcome: 'refused', messages: [hostile] }).messages[0]?.text).toBe('a b c [2Jd\ufffd e');
    expect(wordsOf([{ level: 'error', text: '😀'.repeat(1_500) }]).isWellFormed()).toBe(true);
  });
});

test('what is written are objects, nothing else', () => {
  expect(read({ outcome: 'accepted', write: { note: 'x' }, writeAlways: { name: 'y' } })).toMatchObject({
    write: { note: 'x' },
    writeAlways: { name: 'y' },
  });
  for (const write of [null, 'note', ['note'], Decimal.of('1')]) {
    expect(read({ outcome: 'accepted', write })).not.toHaveProperty('write');
  }
});
