import { describe, expect, test } from 'vitest';
import { Refusal } from '../errors.ts';
import type { ChangeResult } from './change-result.ts';
import type { InboundAnswer, InboundCall } from './call.ts';
import { compileDefinition } from './compile-definition.ts';
import type { ApiDefinition } from './definition.ts';
import { TemplateFailure } from './read-call.ts';
import { acceptedAnswer, problemAnswer, refusedAnswer, speaksXml } from './render-answer.ts';

const call = (headers: Record<string, string> = {}): InboundCall => ({
  ...{
    id: '019ab2c3-0000-7000-8000-000000000001',
    at: new Date(),
    method: 'POST',
    path: '/in/1/gate',
    address: '/gate',
  },
  ...{ params: {}, query: {}, headers, body: '', from: { address: '127.0.0.1', passedOnByStranger: false } },
});
const result: ChangeResult = {
  ...{ entity: 'companies', do: 'create', outcome: 'created', id: 7, registration: 'A "<&', revision: 1, state: null },
  ...{ record: { name: 'Jana' }, changes: {} },
};
const facts = { messages: [{ level: 'warning', text: 'Late & odd' }], results: [result] };
const run = { context: { input: { id: 5 } }, now: '2026-11-23T10:00:00Z', seed: 's', zone: 'UTC', locale: 'en' };

function compiled(answer: NonNullable<ApiDefinition['answer']>) {
  const outcome = compileDefinition(
    { name: 'gate', path: '/gate', authentication: { kind: 'token' }, read: '{ "write": [] }', answer },
    [],
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}
const shown = (answer: InboundAnswer | TemplateFailure | undefined) =>
  answer === undefined || answer instanceof TemplateFailure
    ? (answer?.faults ?? 'none')
    : [answer.status, answer.contentType, Buffer.from(answer.body).toString('utf8')];

describe('the usual answer', () => {
  test('as JSON', () => {
    const answer = acceptedAnswer({ accepted: undefined }, call(), run, facts);
    if (answer instanceof TemplateFailure) throw new Error(answer.sentence);
    expect(JSON.parse(Buffer.from(answer.body).toString())).toEqual({
      ...{ outcome: 'accepted', call: call().id, messages: facts.messages },
      results: [{ entity: 'companies', outcome: 'created', id: 7, registration: 'A "<&', state: null }],
    });
  });

  test('as XML for those who send it', () => {
    expect(shown(acceptedAnswer({ accepted: undefined }, call({ 'content-type': 'text/xml' }), run, facts))).toEqual([
      200,
      'application/xml; charset=utf-8',
      `<?xml version="1.0" encoding="UTF-8"?>\n<answer outcome="accepted" call="${call().id}"><result entity="companies" outcome="created" id="7" registration="A &quot;&lt;&amp;"/><message level="warning">Late &amp; odd</message></answer>`,
    ]);
  });

  test('of a refusal, as a problem document in either of them', () => {
    const refusal = new Refusal('invalid-record', 'Two <faults>.', [
      { message: 'One', path: 'write[0].a' },
      { message: 'Two', line: 2, column: 3 },
    ]);
    expect(shown(problemAnswer(call({ 'content-type': 'application/soap+xml' }), refusal))).toEqual([
      422,
      'application/problem+xml; charset=utf-8',
      '<?xml version="1.0" encoding="UTF-8"?>\n<problem xmlns="urn:ietf:rfc:7807"><type>/problems/invalid-record</type><title>The record has faults</title><status>422</status><detail>Two &lt;faults&gt;.</detail><instance>/in/1/gate</instance><errors><i><message>One</message><path>write[0].a</path></i><i><message>Two</message><line>2</line><column>3</column></i></errors></problem>',
    ]);
    const json = problemAnswer(call(), refusal);
    expect(json.contentType).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(Buffer.from(json.body).toString())).toMatchObject({
      status: 422,
      detail: 'Two <faults>.',
      errors: [{}, {}],
    });
  });
});

test.each([
  [{}, false],
  [{ 'content-type': 'application/json' }, false],
  [{ 'content-type': 'text/xml; charset=utf-8' }, true],
  [{ 'content-type': 'application/json', accept: 'application/xml' }, true],
  [{ 'content-type': 'text/xml', accept: 'application/json' }, false],
  [{ 'content-type': 'text/xml', accept: 'application/json, text/xml' }, true],
  [{ accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }, false],
])('%j speaks XML: %s', (headers, xml) => expect(speaksXml(headers as Record<string, string>)).toBe(xml));

describe('an answer of the definition’s own', () => {
  test('sees input, results, messages, and the problem of a refusal', () => {
    const own = compiled({
      accepted: {
        ...{ format: 'text', status: 201, headers: { 'X-Id': '${results[1].id}' } },
        body: '${outcome} ${input.id} ${results[1].registration} ${results[1].record.name} ${messages[1].text}',
      },
      refused: {
        format: 'json',
        body: '{ "code": "${problem.code}", "status": ${problem.status}, "where": "${problem.errors[1].path}" }',
      },
    });
    const accepted = acceptedAnswer(own, call(), run, facts);
    expect(shown(accepted)).toEqual([201, 'text/plain; charset=utf-8', 'accepted 5 A "<& Jana Late & odd']);
    expect(accepted).toMatchObject({ headers: { 'x-id': '7' } });
    const refusal = new Refusal('not-found', 'Gone.', [{ message: 'Gone.', path: 'write[0]' }]);
    expect(shown(refusedAnswer(own, run, { messages: [], results: [] }, refusal))).toEqual([
      404,
      'application/json; charset=utf-8',
      '{"code":"not-found","status":404,"where":"write[0]"}',
    ]);
    expect(refusedAnswer(compiled({}), run, facts, refusal)).toBeUndefined();
  });

  test('has its charset and content type', () => {
    const own = compiled({
      accepted: { format: 'text', charset: 'windows-1250', contentType: 'text/x-gate', body: 'š' },
    });
    expect(acceptedAnswer(own, call(), run, facts)).toMatchObject({
      contentType: 'text/x-gate; charset=windows-1250',
      body: Uint8Array.of(0x9a),
    });
  });

  test('that cannot be made, or is too large, is a fault at its place', () => {
    const failing = compiled({ accepted: { format: 'text', body: '${input.nothing | required("No")}' } });
    expect(shown(acceptedAnswer(failing, call(), run, facts))).toMatchObject([
      { path: 'answer.accepted.body', line: 1, message: 'No' },
    ]);
    const header = compiled({
      accepted: { format: 'text', headers: { 'X-A': '${input.nothing | required("No header")}' }, body: 'x' },
    });
    expect(shown(acceptedAnswer(header, call(), run, facts))).toMatchObject([
      { path: 'answer.accepted.headers.X-A', message: 'No header' },
    ]);
    const large = compiled({ accepted: { format: 'text', body: '${input.long}'.repeat(2) } });
    const context = { input: { long: 'x'.repeat(600_000) } };
    expect(shown(acceptedAnswer(large, call(), { ...run, context }, facts))).toMatchObject([
      { message: expect.stringContaining('at most 1000000') as string },
    ]);
  });
});
