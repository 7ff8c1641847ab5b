import { compileTemplate, type Run, type Template } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import type { Answered, SendFailed } from '../outbound/outbound-request.ts';
import { messageScope, responseScope } from '../templates/compile-message-template.ts';
import { judgeAnswer, type JudgeContext, type Verdict } from './judge-answer.ts';

const run: Run = {
  context: {},
  dictionaries: {},
  now: '2026-11-23T10:00:00Z',
  seed: 's',
  zone: 'Europe/Prague',
  locale: 'cs-CZ',
};
const timing = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, totalMs: 1 };

function responseTemplate(body: string): Template {
  const compiled = compileTemplate({ format: 'json', body }, responseScope(messageScope({ kind: 'any' }, [])));
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return compiled.value;
}
const reading = responseTemplate(
  `{ "outcome": "\${response.state = 'ok' ? 'accepted' : response.state = 'busy' ? 'retry' : response.state = 'odd' ? 'strange' : 'refused'}",
     "messages": [{ "level": "error", "text": "\${response.text}" }], "write": { "note": "\${response.id | optional}" } }`,
);

const answered = (
  status: number,
  body = '',
  headers: Answered['headers'] = { 'content-type': 'application/json' },
): Answered => ({
  ...{ kind: 'answered', status, headers, body: Buffer.from(body), truncated: false, timing },
});
const failed = (more: Partial<SendFailed>): SendFailed => ({
  ...{ kind: 'failed', stage: 'headers', code: 'connection-closed', sentence: 'It closed the connection.' },
  ...{ sent: true, retryAtOnce: false, staleConnection: false, answer: null, timing },
  ...more,
});
const judge = (result: JudgeContext['result'], more: Partial<JudgeContext> = {}): Verdict =>
  judgeAnswer({ result, template: undefined, templateStatuses: [], run, repeats: 'safe', nowMs: 0, ...more });
const short = ({ outcome, counted, available }: Verdict): string =>
  `${outcome}${counted ? '' : ', not counted'}${available === undefined ? ', says nothing of the counterparty' : available ? '' : ', not available'}`;

describe('without a response template', () => {
  test.each([
    [200, 'accepted'],
    [204, 'accepted'],
    [301, 'retry, not available'],
    [302, 'retry, not available'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [408, 'retry, not available'],
    [409, 'refused'],
    [413, 'refused'],
    [422, 'refused'],
    [425, 'retry, not available'],
    [429, 'retry, says nothing of the counterparty'],
    [500, 'retry, not available'],
    [502, 'retry, not available'],
    [503, 'retry, not available'],
    [599, 'retry, not available'],
  ])('%i means %s', (status, expected) => {
    expect(short(judge(answered(status)))).toBe(expected);
    // With a template that does not ask for it, an outage is an outage, whatever its page says.
    if (expected.startsWith('retry'))
      expect(short(judge(answered(status, '{"state":"ok"}'), { template: reading }))).toBe(expected);
  });

  test('every reason is a sentence', () => {
    for (const status of [200, 204, 302, 400, 401, 403, 404, 408, 413, 418, 429, 500, 503])
      expect(judge(answered(status)).reason).toMatch(/^[A-Z].*\.$/);
  });
});

describe('Retry-After', () => {
  test.each([
    [429, '7', 7_000],
    [503, '7', 7_000],
    [429, 'Mon, 23 Nov 2026 10:00:09 GMT', 9_000],
  ])('with %i costs no attempt and says how long: %s', (status, header, retryAfterMs) => {
    const verdict = judge(answered(status, '', { 'retry-after': header }), {
      nowMs: Date.parse('2026-11-23T10:00:00Z'),
    });
    expect(short(verdict)).toBe('retry, not counted, says nothing of the counterparty');
    expect(verdict.retryAfterMs).toBe(retryAfterMs);
    expect(verdict.reason).toContain(`come back in ${String(retryAfterMs / 1_000)} s`);
  });

  test('that cannot be read, or with another status, is as if it were not there', () => {
    expect(judge(answered(503, '', { 'retry-after': 'soon' })).counted).toBe(true);
    expect(judge(answered(500, '', { 'retry-after': '7' }))).not.toHaveProperty('retryAfterMs');
  });
});

describe('a response template', () => {
  const read = (status: number, body: string, more: Partial<JudgeContext> = {}): Verdict =>
    judge(answered(status, body), { template: reading, ...more });

  test('decides on 2xx and 4xx, with its messages and what it writes', () => {
    expect(read(200, '{"state":"ok","id":"A-1"}')).toMatchObject({ outcome: 'accepted', write: { note: 'A-1' } });
    const refused = read(200, '{"state":"no","text":"Unknown VAT code."}');
    expect(refused).toMatchObject({ outcome: 'refused', reason: 'Unknown VAT code.', available: true });
    expect(refused.messages).toEqual([{ level: 'error', text: 'Unknown VAT code.' }]);
    expect(read(422, '{"state":"no","text":"Unknown VAT code."}').reason).toBe('Unknown VAT code.');
    expect(short(read(200, '{"state":"busy","text":"Closing of the month."}'))).toBe(
      'retry, says nothing of the counterparty',
    );
  });

  test('makes no acceptance of a status that says no', () => {
    expect(read(422, '{"state":"ok"}')).toMatchObject({
      outcome: 'refused',
      reason: 'The counterparty refused the message with status 422.',
    });
  });

  test('may claim a 5xx for itself, where the counterparty refuses with it', () => {
    const soap = { templateStatuses: [500] };
    expect(read(500, '{"state":"no","text":"Unknown VAT code."}', soap)).toMatchObject({
      outcome: 'refused',
      reason: 'Unknown VAT code.',
    });
    expect(short(read(502, '{"state":"no"}', soap))).toBe('retry, not available');
    // What cannot be read is no considered answer, but the page of a proxy.
    expect(short(read(500, '<html>', soap))).toBe('retry, not available');
    expect(short(read(500, '{"state":"odd"}', soap))).toBe('retry, not available');
  });

  test.each([
    ['empty', ''],
    ['broken', '{"state":'],
    ['text', 'OK'],
    ['a web page', '<html><body>Log in</body></html>'],
  ])('that cannot read a 2xx (%s) leaves it unknown; a 4xx is refused by its status', (_what, body) => {
    const unknown = read(200, body);
    expect(unknown.outcome).toBe('unknown');
    expect(unknown.reason).toMatch(
      /^The answer cannot be understood: .* Look there whether the message was accepted\.$/,
    );
    expect(read(404, body)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('404') as string });
  });

  test('that makes no outcome leaves a 2xx unknown', () => {
    expect(read(200, '{"state":"odd"}').reason).toContain('"outcome" must be');
  });

  test('is not asked about an answer that is larger than what is kept', () => {
    const large = { ...answered(200, '{"state":"ok"}'), truncated: true };
    expect(judge(large, { template: reading })).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('larger than 1 MB') as string,
    });
  });

  test('that does not look at the answer does not mind what it is', () => {
    const template = responseTemplate('{ "outcome": "${http.status = 202 ? \'accepted\' : \'unknown\'}" }');
    expect(judge(answered(202, 'whatever'), { template }).outcome).toBe('accepted');
    expect(judge({ ...answered(202, 'x'), truncated: true }, { template }).outcome).toBe('accepted');
  });
});

describe('a failure of the network', () => {
  test.each([
    ['before anything was sent', { stage: 'connect', sent: false } as const, 'retry, not available', true],
    ['after it was sent', { stage: 'headers', sent: true } as const, 'retry, not available', false],
    ['by time-out', { stage: 'deadline', sent: true } as const, 'retry, not available', false],
    [
      'of an address that may not be called',
      { stage: 'address', sent: false } as const,
      'refused, says nothing of the counterparty',
      false,
    ],
    [
      'of a request that cannot be sent',
      { stage: 'request', sent: false } as const,
      'refused, says nothing of the counterparty',
      false,
    ],
  ])('%s', (_when, more, expected, unreachable) => {
    const verdict = judge(failed(more));
    expect(short(verdict)).toBe(expected);
    expect(verdict.unreachable).toBe(unreachable);
  });

  test('for a secret that is missing waits for the settings', () => {
    const verdict = judge(failed({ stage: 'authentication', code: 'secret-missing', sent: false }));
    expect(short(verdict)).toBe('retry, not counted, says nothing of the counterparty');
    expect(verdict.waitsForSettings).toBe(true);
    expect(short(judge(failed({ stage: 'authentication', code: 'token-refused', sent: false })))).toBe(
      'retry, not available',
    );
  });

  test('in the middle of the answer is judged by the status, where that says enough', () => {
    const broken = (status: number) => failed({ stage: 'body', answer: { ...answered(status), truncated: false } });
    expect(judge(broken(500)).outcome).toBe('retry');
    expect(judge(broken(422)).outcome).toBe('refused');
    expect(judge(broken(200)).outcome).toBe('accepted');
    expect(judge(broken(200), { template: reading }).outcome).toBe('retry');
  });
});

describe('a counterparty that cannot recognise a repeat', () => {
  const repeats = 'unsafe' as const;
  test.each([
    ['a request that may have arrived', failed({ sent: true }), 'unknown'],
    ['an answer that broke off', failed({ stage: 'body', answer: answered(200) }), 'unknown'],
    ['one that has not', failed({ stage: 'connect', sent: false }), 'retry'],
    ['500', answered(500), 'unknown'],
    ['408', answered(408), 'unknown'],
    ['502', answered(502), 'unknown'],
    ['503, which was not read', answered(503), 'retry'],
    ['429', answered(429), 'retry'],
    ['302', answered(302), 'retry'],
  ] as const)('%s', (_what, result, outcome) => {
    expect(judge(result, { repeats, template: reading }).outcome).toBe(outcome);
  });

  test('is believed where it says itself that the message may come again', () => {
    expect(judge(answered(200, '{"state":"busy"}'), { repeats, template: reading }).outcome).toBe('retry');
    expect(
      judge(answered(500, '{"state":"busy"}'), { repeats, template: reading, templateStatuses: [500] }).outcome,
    ).toBe('unknown');
  });
});
