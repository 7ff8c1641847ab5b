import { get } from 'node:https';
import { createServer } from 'node:net';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue } from '../receivers/certificates.ts';
import { GangwayFolder, type StartedServer } from '../support/gangway-process.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';

let folder: GangwayFolder;
let server: StartedServer;
let receiver: Receiver;

beforeAll(async () => {
  folder = await GangwayFolder.create();
  receiver = await startReceiver({ kind: 'answer', status: 500, headers: {}, body: '' });
  server = await folder.start({ GANGWAY_EGRESS_ALLOW: '127.0.0.1' });
  await writeFile(join(folder.path, 'invoice.json'), '{\n  "number": "${input.number}"\n}\n');
  await writeFile(
    join(folder.path, 'integration.yaml'),
    `connections:
  - name: accounting
    url: ${receiver.url}
    authentication: { kind: bearer, token: "{{secret:accounting}}" }
    retry: { at: [0s, 1h] }
templates:
  - name: invoice
    format: json
    body: { file: invoice.json }
triggers:
  - name: created
    entity: documents
    on: [created]
    deliver: [{ connection: accounting, template: invoice }]
`,
  );
}, 120_000);
afterAll(async () => {
  await receiver.close();
  await folder.remove();
}, 60_000);

const gangway = (...words: string[]) => folder.run(words, { GANGWAY_URL: server.url });

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const token = (await readFile(join(folder.data, 'admin-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(server.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('the first start', () => {
  test('leaves key and token for this user alone, and the commands use them', async () => {
    for (const name of ['admin-token', 'secret.key']) {
      expect((await stat(join(folder.data, name))).mode & 0o777, name).toBe(0o600);
    }
    expect(await call('GET', '/api/v1/me')).toMatchObject({ name: 'admin', unit: 1, scopes: ['Administrators'] });
    const { code, out } = await gangway('token', 'list');
    expect([code, out]).toEqual([0, expect.stringContaining('first administrator') as string]);
  });

  test('a second one on the same folder says so and ends', async () => {
    const { code, err } = await folder.run(['start'], { GANGWAY_PORT: '0' });
    expect(code).toBe(1);
    expect(err).toMatch(/data is in use by .*: stop that first, or set GANGWAY_DATA to another folder\.\n$/);
  });
});

describe('an integration file', () => {
  test('differs, is applied with its secret, and differs no more', async () => {
    const file = 'integration.yaml';
    const before = await gangway('diff', file);
    expect([before.code, before.out]).toEqual([4, expect.stringContaining('3 created') as string]);
    await writeFile(join(folder.path, 'password'), 's3cret-value\n');
    const applied = await gangway('apply', file, '--secret-file', 'accounting=password');
    expect(applied).toMatchObject({
      code: 0,
      out: expect.stringMatching(/3 created, .*1 secret given/) as string,
      err: '',
    });
    expect((await gangway('diff', file)).code).toBe(0);
    const exported = await gangway('export', '--section', 'connections,templates');
    expect(exported.out).toContain('{{secret:accounting}}');
    expect(exported.out).not.toContain('s3cret');
  });

  test('with faults names each by file and line, and changes nothing', async () => {
    await writeFile(join(folder.path, 'wrong.json'), '{\n  "a": "${input.numbr}"\n}');
    await writeFile(
      join(folder.path, 'wrong.yaml'),
      'triggers:\n  - name: created\n    entity: documents\n    deliver:\n      - { connection: acounting, template: wrong }\ntemplates:\n  - name: wrong\n    format: json\n    body: { file: wrong.json }\n',
    );
    const { code, err } = await gangway('apply', 'wrong.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/^wrong\.json:2:\d+: There is no field "numbr"/m);
    expect(err).toMatch(
      /^wrong\.yaml:5: triggers\[0\]\.deliver\[0\]\.connection: There is no connection "acounting"\. Did you mean "accounting"\?$/m,
    );
    expect((await gangway('diff', 'integration.yaml')).code).toBe(0);
  });
});

test('a template is tried on a record, and a failed delivery is sent again', async () => {
  const company = await call('POST', '/rest/v1/1/companies', { name: 'Odběratel s.r.o.' });
  const invoice = await call('POST', '/rest/v1/1/documents', {
    type: 'INVOICE.SALES',
    ownerId: 2,
    companyId: company['id'],
    number: '2026001',
  });
  const preview = await gangway('preview', 'invoice', '--id', String(invoice['id']));
  expect(preview).toMatchObject({ code: 0, out: expect.stringContaining('{"number":"2026001"}') as string });
  expect((await gangway('preview', 'invoce', '--id', '4')).err).toContain('Did you mean "invoice"?');
  await receiver.received(1);
  const { data } = (await call('GET', '/api/v1/1/deliveries')) as { data: { id: string }[] };
  const sent = await gangway('resend', data[0]?.id ?? '');
  expect(sent).toMatchObject({ code: 0, out: expect.stringContaining('is sent again') as string });
  // That was its second and last attempt.
  const path = `/api/v1/1/deliveries/${data[0]?.id ?? ''}`;
  await expect.poll(() => call('GET', path), { timeout: 10_000 }).toMatchObject({ state: 'failed' });
  const many = await gangway('resend', '--connection', 'accounting', '--state', 'failed');
  expect(many).toMatchObject({ code: 0, out: '1 of 1 are sent again.\n' });
});

test('doctor finds everything well, and a backup is written while the server runs', async () => {
  const { port } = new URL(server.url);
  const doctor = await folder.run(['doctor'], { GANGWAY_PORT: port });
  expect(doctor.code, doctor.out).toBe(0);
  expect(doctor.out).toMatch(/ok {3}The database is the embedded PostgreSQL \d+\.\d+/);
  expect(doctor.out).toMatch(/ok {3}The server at .* is ready/);
  const backup = await gangway('backup', 'all.backup');
  expect(backup).toMatchObject({ code: 0, out: expect.stringMatching(/all\.backup: \d+ rows/) as string });
});

test('doctor and backup make nothing where there is no database', async () => {
  const empty = join(folder.path, 'empty');
  const sentence = `There is no database in ${empty}: \`gangway start\` makes one`;
  const doctor = await folder.run(['doctor'], { GANGWAY_DATA: empty, GANGWAY_PORT: '1' });
  expect([doctor.code, doctor.out]).toEqual([1, expect.stringContaining(`BAD  ${sentence}`) as string]);
  const backup = await folder.run(['backup', 'none.backup'], { GANGWAY_DATA: empty });
  expect([backup.code, backup.err]).toEqual([1, expect.stringContaining(sentence) as string]);
  await expect(stat(empty)).rejects.toThrow('ENOENT');
});

test('settings with faults end the start with all of them', async () => {
  const { code, err } = await folder.run(['start'], { GANGWAY_PORT: 'x', GANGWAY_ROLES: 'cook' });
  expect(code).toBe(1);
  expect(err).toMatch(/GANGWAY_PORT must be a whole number[^]*GANGWAY_ROLES must name one or more/);
});

test('signals stop the server gracefully, however often they come; what was restored elsewhere sends nothing', async () => {
  server.kill('SIGTERM');
  server.kill('SIGINT');
  server.kill('SIGTERM');
  const { code, out, err } = await server.end;
  expect([code, out]).toEqual([0, expect.stringContaining('server.stopped') as string]);
  expect(err).not.toMatch(/\bat .*\.ts:\d+/);

  const copy = { GANGWAY_DATA: join(folder.path, 'copy') };
  const restored = await folder.run(['restore', 'all.backup'], copy);
  expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/^Restored \d+ rows/) as string });
  const again = await folder.run(['restore', 'all.backup'], copy);
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('--replace') as string]);
  const examined = await folder.run(['doctor'], { ...copy, GANGWAY_PORT: '1' });
  expect(examined.code).toBe(1);
  expect(examined.out).toContain('BAD  This database is a copy of another installation');
  expect(examined.out).toContain('BAD  Unit 1: there is no secret key, so nothing opens accounting.');
  await expect(stat(join(copy.GANGWAY_DATA, 'secret.key'))).rejects.toThrow('ENOENT');
  const started = await folder.start(copy);
  const confirm = () => folder.run(['confirm-copy'], { GANGWAY_URL: started.url });
  const confirmed = await confirm();
  expect(confirmed).toMatchObject({
    code: 0,
    out: expect.stringMatching(/copied from \S+, is the installation now/) as string,
  });
  expect(await confirm()).toMatchObject({ code: 1, err: expect.stringContaining('is no copy') as string });
  const well = await folder.run(['doctor'], { ...copy, GANGWAY_PORT: '1' });
  expect(well.out).not.toContain('copy of another installation');
  started.kill('SIGTERM');
  expect((await started.end).err).toContain('copy of another installation');
}, 120_000);

test('a port that is taken ends the start with a sentence', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const { code, err } = await folder.run(['start'], { GANGWAY_PORT: String(port) });
  other.close();
  expect([code, err]).toEqual([
    1,
    `Port ${port} on 127.0.0.1 is in use by another program. Stop that one, or set GANGWAY_PORT to another port.\n`,
  ]);
}, 60_000);

test('a process that only sends speaks HTTPS as well, and answers nothing but its health', async () => {
  const { cert, key } = await issue({ commonName: 'localhost', names: ['127.0.0.1'] });
  await writeFile(join(folder.path, 'cert.pem'), cert);
  await writeFile(join(folder.path, 'key.pem'), key);
  const tls = { GANGWAY_TLS_CERT: 'cert.pem', GANGWAY_TLS_KEY: 'key.pem' };
  const worker = await folder.start({ GANGWAY_DATA: join(folder.path, 'tls'), GANGWAY_ROLES: 'worker', ...tls });
  const ask = (path: string) =>
    new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      get(worker.url + path, { ca: cert }, (response) => {
        response.resume();
        resolve([response.statusCode, response.headers['strict-transport-security']]);
      }).on('error', reject);
    });
  expect(worker.url).toMatch(/^https:/);
  expect(await ask('/readyz')).toEqual([200, 'max-age=31536000']);
  expect((await ask('/api/v1/me'))[0]).toBe(404);
  worker.kill('SIGINT');
  expect((await worker.end).code).toBe(0);
  const missing = await folder.run(['start'], {
    ...tls,
    GANGWAY_DATA: join(folder.path, 'tls'),
    GANGWAY_TLS_KEY: 'none.pem',
  });
  expect([missing.code, missing.err]).toEqual([
    1,
    expect.stringMatching(/^GANGWAY_TLS_KEY: none\.pem cannot be read/) as string,
  ]);
}, 60_000);
