import { describe, expect, test } from 'vitest';
import { failedBeforeSending, noTiming, type SendFailed, type SendResult } from '../outbound/outbound-request.ts';
import { judgeNotice } from './judge-notice.ts';

const answered = (status: number, headers: Record<string, string> = {}): SendResult => ({
  ...{ kind: 'answered', status, headers, body: new Uint8Array(), truncated: false, timing: noTiming },
});
const failed = (more: Partial<SendFailed>): SendResult => ({
  ...failedBeforeSending({
    stage: 'connect',
    code: 'connection-refused',
    sentence: 'Nobody listens there.',
    passing: false,
  }),
  ...more,
});

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('with status %i has taken the notice', (status) => {
    expect(judgeNotice(answered(status), 0)).toMatchObject({ outcome: 'accepted', available: true, counted: true });
  });

  test('410 ends the hook', () => {
    expect(judgeNotice(answered(410), 0)).toMatchObject({ outcome: 'refused', gone: true, available: true });
  });

  test.each([301, 302, 307, 400, 401, 403, 404, 405, 408, 409, 413, 418, 422, 429, 500, 502, 503, 504])(
    'with status %i is a failure that is tried again and ends nothing',
    (status) => {
      const verdict = judgeNotice(answered(status), 0);
      expect(verdict).toMatchObject({ outcome: 'retry', counted: true, available: false });
      expect(verdict).not.toHaveProperty('gone');
      expect(verdict.reason).toContain(String(status));
    },
  );

  test.each([429, 503])('%i with Retry-After names its own time, and costs no attempt', (status) => {
    const verdict = judgeNotice(answered(status, { 'retry-after': '120' }), 0);
    expect(verdict).toMatchObject({ outcome: 'retry', counted: false, retryAfterMs: 120_000 });
    expect(verdict.available).toBe(status === 429 ? undefined : false);
  });

  test('other statuses may not name their own time', () => {
    expect(judgeNotice(answered(500, { 'retry-after': '120' }), 0)).not.toHaveProperty('retryAfterMs');
  });
});

describe('no answer', () => {
  test('is tried again, and says whether anything was sent', () => {
    expect(judgeNotice(failed({}), 0)).toMatchObject({ outcome: 'retry', unreachable: true, available: false });
    const late = failed({ stage: 'deadline', code: 'answer-time-out', sent: true });
    expect(judgeNotice(late, 0)).toMatchObject({ outcome: 'retry', unreachable: false, available: false });
  });

  test('of an address that may not be called is tried again too: the name may point elsewhere tomorrow', () => {
    const refused = failed({ stage: 'address', code: 'address-refused', sentence: 'It is private.' });
    expect(judgeNotice(refused, 0)).toMatchObject({ outcome: 'retry', unreachable: false, reason: 'It is private.' });
  });

  test('that broke off behind its status counts by the status', () => {
    const answer = { status: 200, headers: {}, body: new Uint8Array(), truncated: false };
    expect(judgeNotice(failed({ stage: 'body', sent: true, answer }), 0)).toMatchObject({ outcome: 'accepted' });
    const gone = { ...answer, status: 410 };
    expect(judgeNotice(failed({ stage: 'body', sent: true, answer: gone }), 0)).toMatchObject({ gone: true });
  });
});
