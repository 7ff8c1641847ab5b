import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { visitor, type VisitorAnswer } from '../../test/support/visitor.ts';
import { drawSetUpCode } from '../access/sessions/set-up.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const fields = {
  ...{ organisation: 'Zahrada s.r.o.', firstName: 'Jana', lastName: 'Nováková', login: 'jana' },
  ...{ email: 'jana@example.com', password: 'seven grey herons at dusk' },
};
const sentence = ({ status, body }: VisitorAnswer): unknown[] => [status, (body as { detail: string }).detail];

test('the console is set up once, with the code that was drawn last', async () => {
  const earlier = await drawSetUpCode(server.database);
  const code = await drawSetUpCode(server.database);
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
  const page = visitor(server.app, { address: '203.0.113.7' });
  expect((await page.call('GET', '/api/v1/session')).body).toMatchObject({ state: 'setup', me: null });
  const setUp = (change: object) => page.call('POST', '/api/v1/setup', { code, ...fields, ...change });
  expect(sentence(await setUp({ code: earlier }))).toEqual([401, expect.stringMatching(/^The code is wrong\./)]);
  expect((await setUp({ password: 'jana12345678' })).body).toMatchObject({ errors: [{ path: 'password' }] });
  expect((await setUp({ email: 'no address' })).body).toMatchObject({ errors: [{ path: 'email' }] });
  // What was refused has changed nothing, and the code is good still.
  expect((await server.call('GET', '/api/v1/1/settings')).body).toMatchObject({ unit: { name: 'Test s.r.o.' } });

  const done = await setUp({ code: code?.toLowerCase().replaceAll('-', ' ') });
  expect([done.status, done.body]).toMatchObject([
    200,
    {
      state: 'signed-in',
      me: { id: 2, login: 'jana', name: 'Jana Nováková', organisation: 'Zahrada s.r.o.', administrator: true },
    },
  ]);
  expect((await page.call('GET', '/api/v1/1/settings')).body).toMatchObject({ unit: { name: 'Zahrada s.r.o.' } });
  expect((await page.call('GET', '/rest/v1/1/agencies?id=1')).body).toMatchObject({ name: 'Zahrada s.r.o.' });
  // The token of the first start goes on acting as the same user.
  expect((await server.call('GET', '/api/v1/me')).body).toMatchObject({ id: 2, name: 'Jana Nováková' });

  const late = visitor(server.app);
  expect((await late.call('GET', '/api/v1/session')).body).toMatchObject({ state: 'signed-out' });
  const again = await late.call('POST', '/api/v1/setup', { code, ...fields, login: 'mallory' });
  expect(sentence(again)).toEqual([409, expect.stringMatching(/was set up already/)]);
  expect(await drawSetUpCode(server.database)).toBeUndefined();
  expect((await late.signIn('jana', fields.password)).status).toBe(200);
  const audit = await server.call('GET', '/api/v1/1/audit?what=set-up');
  expect(audit.body).toMatchObject({
    data: [{ who: 'Jana Nováková', detail: { login: 'jana', address: '203.0.113.7' } }],
  });
  expect(JSON.stringify((await server.call('GET', '/api/v1/1/audit?limit=1000')).body)).not.toContain(code);
});
