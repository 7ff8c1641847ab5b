import type { TlsOptions } from 'node:tls';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { accepted } from '../../test/receivers/behaviour.ts';
import { issue, makeAuthority, type Authority, type Issued } from '../../test/receivers/certificates.ts';
import { startReceiver } from '../../test/receivers/receiver.ts';
import type { SendResult, Transport } from './outbound-request.ts';
import { openOutbound, type Outbound } from './send-request.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const dayMs = 86_400_000;
let authority: Authority;
let server: Issued;
beforeAll(async () => {
  authority = await makeAuthority('Own CA');
  server = await issue({ commonName: 'accounting.example', names: ['accounting.example', '127.0.0.1'] }, authority);
});

function outboundHere(): Outbound {
  const outbound = openOutbound({
    allowRanges: ['127.0.0.1'],
    resolveName: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  });
  cleanups.push(() => outbound.close());
  return outbound;
}

async function secureReceiver(tls: TlsOptions, host = 'accounting.example') {
  const receiver = await startReceiver(accepted, { tls, host });
  cleanups.push(() => receiver.close());
  return receiver;
}

const transport = (more: Partial<Transport> = {}): Transport => ({
  key: 'tls',
  concurrency: 2,
  allow: [],
  ca: authority.cert,
  ...more,
});
const get = (url: string, timeoutMs = 5_000) => ({ method: 'GET', url, headers: {}, timeoutMs });

async function ask(tls: TlsOptions, which: Transport = transport(), host?: string): Promise<SendResult> {
  const receiver = await secureReceiver(tls, host);
  return outboundHere().sendRequest(get(receiver.url), which);
}

test('an own authority is trusted for the connection that names it, by name and by address', async () => {
  for (const host of ['accounting.example', '127.0.0.1']) {
    const result = await ask(server, transport(), host);
    expect(result, host).toMatchObject({ kind: 'answered', status: 200 });
    expect(result.timing.tlsMs).toBeGreaterThan(0);
  }
  const strange = await ask(server, transport({ ca: undefined }));
  expect(strange).toMatchObject({
    kind: 'failed',
    stage: 'tls',
    code: 'certificate-unknown-issuer',
    sent: false,
    retryAtOnce: false,
  });
});

test('a second connection resumes the session of the first', async () => {
  const receiver = await secureReceiver(server);
  const outbound = outboundHere();
  await outbound.sendRequest(get(receiver.url), transport());
  await receiver.closeIdleConnections();
  expect(await outbound.sendRequest(get(receiver.url), transport())).toMatchObject({ kind: 'answered' });
  expect(receiver.connections).toBe(2);
});

test('names what is wrong with a certificate', async () => {
  const names = ['accounting.example'];
  const expired = await issue(
    { commonName: 'a', names, notBefore: new Date(Date.now() - 9 * dayMs), notAfter: new Date(Date.now() - dayMs) },
    authority,
  );
  const early = await issue(
    { commonName: 'a', names, notBefore: new Date(Date.now() + dayMs), notAfter: new Date(Date.now() + 9 * dayMs) },
    authority,
  );
  const selfSigned = await issue({ commonName: 'a', names });
  const other = await issue({ commonName: 'a', names: ['other.example', '10.0.0.1'] }, authority);
  for (const [certificate, code, words] of [
    [expired, 'certificate-expired', 'has expired'],
    [early, 'certificate-not-yet-valid', 'not valid yet'],
    [selfSigned, 'certificate-self-signed', 'signed by itself'],
    [other, 'certificate-wrong-host', 'made for another host: other.example, 10.0.0.1'],
  ] as const) {
    const result = await ask(certificate);
    expect(result).toMatchObject({ kind: 'failed', stage: 'tls', code, sent: false, retryAtOnce: false });
    expect(result.kind === 'failed' ? result.sentence : '').toContain(words);
  }
});

test('a self-signed certificate is trusted when it is the own authority itself', async () => {
  const selfSigned = await issue({ commonName: 'a', names: ['accounting.example'] });
  expect(await ask(selfSigned, transport({ ca: selfSigned.cert }))).toMatchObject({ kind: 'answered' });
});

test('the name to expect may be another than the host', async () => {
  expect(await ask(server, transport({ servername: 'accounting.example' }), 'tunnel.example')).toMatchObject({
    kind: 'answered',
  });
  expect(await ask(server, transport(), 'tunnel.example')).toMatchObject({ code: 'certificate-wrong-host' });
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a client certificate is shown, and its lack told, with %s',
  async (version) => {
    const client = await issue({ commonName: 'gangway' }, authority);
    const tls: TlsOptions = {
      ...server,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: version,
      minVersion: version,
    };
    const clientCertificate = { certificate: client.cert, key: client.key };
    expect(await ask(tls, transport({ clientCertificate }))).toMatchObject({ kind: 'answered', status: 200 });
    const without = await ask(tls);
    expect(without).toMatchObject({ kind: 'failed', stage: 'tls', sent: false, retryAtOnce: false });
    expect(without).toMatchObject({ code: version === 'TLSv1.3' ? 'client-certificate-required' : 'tls-failed' });
    expect(without.kind === 'failed' ? without.sentence : '').toContain('asks for a client certificate');
    // A Node server ends the connection without an alert when it does not trust the certificate.
    const wrong = await issue({ commonName: 'stranger' });
    const refused = await ask(tls, transport({ clientCertificate: { certificate: wrong.cert, key: wrong.key } }));
    expect(refused).toMatchObject({ kind: 'failed', sent: version === 'TLSv1.3' });
  },
);

test('own certificates that cannot be read are a fault of the settings', async () => {
  const other = await issue({ commonName: 'other' });
  for (const more of [
    { clientCertificate: { certificate: 'nonsense', key: 'nonsense' } },
    { clientCertificate: { certificate: server.cert, key: other.key } },
  ]) {
    const result = await ask(server, transport(more));
    expect(result).toMatchObject({ kind: 'failed', stage: 'tls', code: 'invalid-tls-settings', sent: false });
  }
});

test('versions of TLS that are no longer safe are refused', async () => {
  const old = await ask({ ...server, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' });
  expect(old).toMatchObject({ kind: 'failed', stage: 'tls', code: 'tls-failed' });
  const newest = await ask({ ...server, maxVersion: 'TLSv1.2' }, transport({ minimumTls: 'TLSv1.3' }));
  expect(newest).toMatchObject({ kind: 'failed', code: 'tls-failed', sent: false });
});

test('TLS on a port without it is told apart', async () => {
  const plain = await startReceiver(accepted);
  cleanups.push(() => plain.close());
  const result = await outboundHere().sendRequest(get(`https://127.0.0.1:${plain.port}/`), transport());
  expect(result).toMatchObject({ kind: 'failed', stage: 'tls', code: 'tls-failed', sent: false });
  const reverse = await secureReceiver(server);
  const spoken = await outboundHere().sendRequest(get(`http://127.0.0.1:${reverse.port}/`), transport());
  expect(spoken.kind).toBe('failed');
});

test('a handshake that is slow is waited for, as long as the deadline allows', async () => {
  const slow = await startReceiver(accepted, { tls: server, tlsDelayMs: 400 });
  cleanups.push(() => slow.close());
  const outbound = outboundHere();
  const patient = await outbound.sendRequest(get(slow.url), transport());
  expect(patient.kind).toBe('answered');
  expect(patient.timing.tlsMs).toBeGreaterThan(300);
  const hasty = await outbound.sendRequest(get(slow.url, 200), transport({ key: 'hasty' }));
  expect(hasty).toMatchObject({ kind: 'failed', stage: 'deadline', code: 'tls-time-out', sent: false });
});
