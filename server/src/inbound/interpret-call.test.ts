import { describe, expect, test } from 'vitest';
import type { InboundCall } from './call.ts';
import { compileDefinition } from './compile-definition.ts';
import type { ApiDefinition } from './definition.ts';
import { hashOfBody, hashOfChanges, interpretCall } from './interpret-call.ts';
import { callOf, type WrittenCall } from './written-call.ts';

const now = new Date('2026-11-23T10:00:00Z');
const surroundings = {
  user: { userId: 7, name: 'Gate', groups: ['Devices'], administrator: false },
  unit: { unitId: 1, name: 'Test', zone: 'Europe/Prague', locale: 'cs-CZ' },
  dictionaries: { way: { P: 'IN' } },
};
const base: ApiDefinition = {
  ...{ name: 'gate', path: '/gate/{device}', authentication: { kind: 'token' } },
  read: `{ "write": { "entity": "time", "do": "pass", "fields": { "badge": "\${input.badge}", "device": "\${path.device}",
    "direction": "\${input.way | dict('way')}", "note": "\${user.name} \${unit.id} \${call.definition} \${http.method} \${query.x}", "at": "\${now()}", "u": "\${uuid()}" } } }`,
};

function call(written: WrittenCall, source = base, at = now): InboundCall {
  const made = callOf(source, { path: '/gate/G1?x=y', ...written }, 1, at);
  if ('fault' in made) throw new Error(made.fault);
  return made;
}
function interpret(written: WrittenCall, more: Partial<ApiDefinition> = {}, at = now) {
  const source = { ...base, ...more };
  const compiled = compileDefinition(source, ['way']);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return interpretCall(compiled.value, call(written, source, at), surroundings);
}
const changes = (...args: Parameters<typeof interpret>) => {
  const interpreted = interpret(...args);
  if (!interpreted.ok) throw interpreted.refusal;
  return interpreted.changes;
};
const refusal = (...args: Parameters<typeof interpret>) => {
  const interpreted = interpret(...args);
  return interpreted.ok ? 'accepted' : [interpreted.refusal.code, interpreted.refusal.message, interpreted.faults];
};

describe('what a message means', () => {
  test('is read with the path, the query, who calls and where', () => {
    expect(changes({ body: '{"badge":"B1","way":"P"}' })).toMatchObject([
      {
        fields: {
          badge: 'B1',
          device: 'G1',
          direction: 'IN',
          note: 'Gate 1 gate POST y',
          at: '2026-11-23T10:00:00.000Z',
        },
      },
    ]);
  });

  test('headers are there but for those that prove who calls', () => {
    const read =
      '{ "write": { "entity": "time", "fields": { "a": "${http.headers[\'x-batch\']}", "b": "${http.headers.authorization}" } } }';
    const headers = { 'X-Batch': '7', authorization: 'Basic eDp5', 'X-Api-Key': 'k' };
    expect(changes({ body: '{}', headers }, { read })).toMatchObject([{ fields: { a: '7', b: null } }]);
  });

  test('a template that stops refuses in its words; a definition that makes nonsense is at fault itself', () => {
    expect(refusal({ body: '{"badge":"B1","way":"X"}' })).toEqual([
      'message-refused',
      expect.stringContaining('"X"'),
      [{ path: 'read', line: 2, column: expect.any(Number) as number, message: expect.any(String) as string }],
    ]);
    expect(refusal({ body: '{}' }, { read: '{ "write": ["${input.x}"] }' })).toMatchObject([
      'definition-failed',
      {},
      [{ path: 'write[0]' }],
    ]);
    expect(refusal({ body: '' })).toEqual(['unreadable-body', 'The body is empty. Send JSON.', []]);
    expect(refusal({ body: '<a/>', contentType: 'text/xml' })).toEqual([
      'unsupported-media-type',
      'The Content-Type text/xml is not taken here. Send application/json.',
      [],
    ]);
  });

  test('without a body where nothing looks at it', () => {
    const read = '{ "write": { "do": "pass", "fields": { "badge": "${query.x}" } } }';
    expect(changes({ method: 'GET' }, { read, methods: ['GET'] })).toMatchObject([{ fields: { badge: 'y' } }]);
    expect(refusal({ method: 'GET' }, { methods: ['GET'] })).toEqual([
      'unreadable-body',
      'The body is empty. Send JSON.',
      [],
    ]);
    expect(refusal({ method: 'GET' }, { methods: ['GET'], formats: ['json', 'xml'] })).toEqual([
      'unreadable-body',
      'The call has no body.',
      [],
    ]);
  });
});

describe('the id of a message', () => {
  const id = (body: string, repeat = 'input.id') => {
    const interpreted = interpret({ body }, { repeat });
    return interpreted.ok ? interpreted.reached.messageId : interpreted.refusal.message;
  };
  test.each([
    ['{"id":"a-1","way":"P"}', 'a-1'],
    ['{"id":12345678901234567890,"way":"P"}', '12345678901234567890'],
    ['{"id":null,"way":"P"}', undefined],
    ['{"id":"","way":"P"}', undefined],
    ['{"way":"P"}', undefined],
    ['{"id":["a"],"way":"P"}', 'The id of the message must be a text or a number.'],
    [`{"id":"${'x'.repeat(501)}","way":"P"}`, 'The id of the message is longer than 500 characters.'],
    ['{"id":"a\\u0000b","way":"P"}', expect.stringContaining('NUL')],
  ])('%s', (body, expected) => expect(id(body)).toEqual(expected));

  test('makes uuid() the same in every repeat, and the changes too when they are read at the time of the first', () => {
    const body = '{"id":"m-1","badge":"B1","way":"P"}';
    const first = changes({ body }, { repeat: 'input.id' });
    const later = changes({ body }, { repeat: 'input.id' }, new Date('2026-11-23T10:05:00Z'));
    const again = changes({ body }, { repeat: 'input.id' });
    expect(hashOfChanges(again)).toEqual(hashOfChanges(first));
    expect(hashOfChanges(later)).not.toEqual(hashOfChanges(first));
    expect(later[0]?.fields['u']).toBe(first[0]?.fields['u']);
    expect(changes({ body: body.replace('m-1', 'm-2') }, { repeat: 'input.id' })[0]?.fields['u']).not.toBe(
      first[0]?.fields['u'],
    );
  });
});

test('the hash of a body is that of its method, address and bytes', () => {
  const one = call({ body: 'a' });
  expect(hashOfBody(one)).toEqual(hashOfBody({ ...one, body: Buffer.from('a') }));
  for (const other of [{ body: 'b' }, { method: 'PUT' }, { address: '/gate/G2' }])
    expect(hashOfBody({ ...one, ...other })).not.toEqual(hashOfBody(one));
});

describe('a call that a person writes down', () => {
  const written = (parts: WrittenCall, source: Partial<ApiDefinition> = {}) =>
    callOf({ ...base, ...source }, parts, 3, now);
  test('is completed with what the definition takes', () => {
    expect(
      written({ path: '/gate/a%20b?x=1&x=2&__proto__=3', body: 'x', headers: { 'X-A': '1' } }, { formats: ['xml'] }),
    ).toMatchObject({
      ...{
        method: 'POST',
        path: '/in/3/gate/a%20b',
        address: '/gate/a%20b?x=1&x=2&__proto__=3',
        params: { device: 'a b' },
      },
      headers: { 'content-type': 'application/xml', 'x-a': '1' },
      query: { x: ['1', '2'] },
    });
    expect(written({}, { path: '/plain' })).toMatchObject({ path: '/in/3/plain', headers: {} });
  });

  test.each([
    [{}, 'path is missing: say what stands for {device} in /gate/{device}.'],
    [{ path: '/other/1' }, '/other/1 does not fit /gate/{device}.'],
    [{ path: '/gate/1', method: 'GET' }, 'The definition takes POST, not GET.'],
  ])('%j cannot be one', (parts, fault) => expect(written(parts)).toMatchObject({ fault }));
});
