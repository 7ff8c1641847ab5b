import type { Run } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import { compileMessageTemplate, describeProblems, messageScope } from '../templates/compile-message-template.ts';
import type { MessageTemplate } from '../templates/template.ts';
import type { Connection } from '../connections/connection.ts';
import { composeMessage, type Composed, joinUrl, messageContext } from './compose-message.ts';
import { compileOwnTexts, ownTextsOf } from './own-texts.ts';

const constants = { ico: '123' };
const run: Run = {
  context: messageContext(
    { input: { id: 7, name: 'Kos & syn', city: 'Ústí nad Labem/2' }, unit: { id: 1 } },
    { id: '01a2', messageKey: 'key-1', connection: 'accounting' },
    constants,
  ),
  ...{ dictionaries: {}, now: '2026-11-23T10:00:00Z', seed: '01a2', zone: 'Europe/Prague', locale: 'cs-CZ' },
};

function compose(template: Partial<MessageTemplate> | undefined, connection: Partial<Connection> = {}): Composed {
  const own = compileOwnTexts(ownTextsOf({ name: 'accounting', url: 'http://host/base/', ...connection }));
  if (!own.ok) throw new Error(own.reason);
  const scope = messageScope({ kind: 'any' }, []);
  const compiled = template && compileMessageTemplate({ name: 'invoice', format: 'json', ...template }, scope);
  if (compiled?.ok === false) throw new Error(compiled.problems[0]?.message);
  return composeMessage(compiled?.value, own.value, run);
}
const messageOf = (composed: Composed) => {
  if (!composed.ok) throw new Error(describeProblems(composed.problems));
  const { body, ...rest } = composed.message;
  return { ...rest, body: body && Buffer.from(body).toString('utf8') };
};

describe('the address', () => {
  test.each([
    ['http://host', '', 'http://host'],
    ['http://host/', '/xml', 'http://host/xml'],
    ['http://host/base/', 'xml', 'http://host/base/xml'],
    ['http://host/base', '/xml?a=1', 'http://host/base/xml?a=1'],
    ['http://host/base?key=k', '/xml?a=1', 'http://host/base/xml?key=k&a=1'],
    ['http://host/base?key=k', '', 'http://host/base?key=k'],
  ])('%s and %s are %s', (base, path, expected) => {
    expect(joinUrl(base, path, [])).toBe(expected);
  });

  test('never leaves the connection’s host, whatever the path holds', () => {
    for (const path of ['//evil.example/x', '/\\evil.example', '/../../x', '@evil.example/', ':80@evil.example']) {
      expect(new URL(joinUrl('http://host/base', path, [])).host).toBe('host');
    }
  });

  test('carries values as what they are, in paths and queries', () => {
    const { url } = messageOf(
      compose(
        { request: { url: '/city/${input.city}', query: { name: '${input.name}', plain: 'a&b' } } },
        { query: { own: '${constants.ico}' } },
      ),
    );
    expect(url).toBe('http://host/base/city/%C3%9Ast%C3%AD%20nad%20Labem%2F2?own=123&name=Kos%20%26%20syn&plain=a%26b');
  });
});

describe('a message', () => {
  test('is made of the template over the connection', () => {
    const composed = compose(
      {
        request: { method: 'PUT', headers: { 'X-Id': '${input.id}', 'X-Both': 'template' } },
        body: '{ "name": "${input.name}", "key": "${message.key}", "delivery": "${delivery.id}", "ico": "${connection.constants.ico}" }',
      },
      { method: 'POST', headers: { 'x-both': 'connection', 'X-Own': 'own' } },
    );
    expect(messageOf(composed)).toEqual({
      method: 'PUT',
      url: 'http://host/base/',
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-id': '7', 'x-both': 'template', 'x-own': 'own' },
      body: '{"name":"Kos & syn","key":"key-1","delivery":"01a2","ico":"123"}',
    });
  });

  test('may name its own content type', () => {
    const { headers } = messageOf(
      compose({ body: '{}', request: { headers: { 'Content-Type': 'application/vnd.x+json' } } }),
    );
    expect(headers).toEqual({ 'content-type': 'application/vnd.x+json' });
  });

  test('without a template is the bare request of the connection', () => {
    expect(messageOf(compose(undefined, { method: 'GET' }))).toEqual({
      method: 'GET',
      url: 'http://host/base/',
      headers: {},
      body: null,
    });
  });

  test('that cannot be made says everything that is wrong, each with its place', () => {
    const composed = compose({
      request: {
        url: "/${input.gone | required('No path.')}",
        headers: { 'X-A': "${input.gone | required('No header.')}" },
      },
      body: '{\n  "a": "${input.gone | required(\'No body.\')}" }',
    });
    expect(composed).toMatchObject({ ok: false });
    const reason = composed.ok ? '' : describeProblems(composed.problems);
    expect(reason).toMatch(/No body\. \(body, line 2, column \d+\)/);
    expect(reason).toMatch(/No header\. \(headers\.X-A, line 1, column \d+\)/);
    expect(reason).toMatch(/No path\. \(url, line 1, column \d+\)/);
  });

  test('is the same each time, `now` and `uuid` too', () => {
    const template = { body: '{ "at": "${now()}", "id": "${uuid()}" }' };
    expect(messageOf(compose(template))).toEqual(messageOf(compose(template)));
  });
});
