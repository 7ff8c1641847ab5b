import { afterEach, expect, test } from 'vitest';
import { accepted } from '../../test/receivers/behaviour.ts';
import { startReceiver } from '../../test/receivers/receiver.ts';
import { nothingAllowed, readUrl, type Target } from './address-guard.ts';
import { AddressRanges } from './address-ranges.ts';
import { createNameResolver, resolveVetted, type ResolveName, type ResolvedAddress } from './resolve-host.ts';
import { openOutbound } from './send-request.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const addresses = (...texts: string[]): readonly ResolvedAddress[] =>
  texts.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** Answers the given lists in turn, and counts the questions. */
function namesAre(...answers: (readonly ResolvedAddress[] | string)[]): ResolveName & { asked: number } {
  const resolveName = Object.assign(
    () => {
      const answer = answers[Math.min(resolveName.asked++, answers.length - 1)] ?? [];
      return typeof answer === 'string'
        ? Promise.reject(Object.assign(new Error(answer), { code: answer }))
        : Promise.resolve(answer);
    },
    { asked: 0 },
  );
  return resolveName;
}

function targetOf(url: string): Target {
  const read = readUrl(url);
  if (!read.ok) throw new Error(read.refusal.sentence);
  return read.target;
}

const request = (url: string) => ({ method: 'GET', url, headers: {}, timeoutMs: 2_000 });
const transport = { key: 'test', concurrency: 2, allow: [] };

test('one private address among public ones refuses the name', async () => {
  for (const list of [
    addresses('8.8.8.8', '10.0.0.1'),
    addresses('2606:4700:4700::1111', '::1'),
    addresses('8.8.8.8', '1.1.1.1', '::ffff:127.0.0.1'),
    addresses('169.254.169.254'),
    addresses('not an address'),
  ]) {
    const outcome = await resolveVetted(targetOf('http://rebind.example/'), nothingAllowed, namesAre(list));
    expect(outcome).toMatchObject({ ok: false, fault: { stage: 'address', code: 'address-refused', passing: false } });
  }
});

test('a name with public addresses alone passes, and all of them are tried', async () => {
  const list = addresses('8.8.8.8', '2606:4700:4700::1111');
  expect(await resolveVetted(targetOf('http://fine.example/'), nothingAllowed, namesAre(list))).toEqual({
    ok: true,
    addresses: list,
  });
});

test('a name that does not exist is told from a name server that does not answer', async () => {
  const missing = await resolveVetted(targetOf('http://typo.example/'), nothingAllowed, namesAre('ENOTFOUND'));
  expect(missing).toMatchObject({ ok: false, fault: { stage: 'dns', code: 'name-not-found', passing: false } });
  const mute = await resolveVetted(targetOf('http://typo.example/'), nothingAllowed, namesAre('EAI_AGAIN'));
  expect(mute).toMatchObject({ ok: false, fault: { stage: 'dns', code: 'dns-unavailable', passing: true } });
  const empty = await resolveVetted(targetOf('http://typo.example/'), nothingAllowed, namesAre([]));
  expect(empty).toMatchObject({ ok: false, fault: { code: 'name-not-found' } });
});

test('the refusal of a name tells the address that it has', async () => {
  const outcome = await resolveVetted(
    targetOf('http://accounting.local:8090/'),
    nothingAllowed,
    namesAre(addresses('192.168.1.7')),
  );
  expect(outcome.ok ? '' : outcome.fault.sentence).toContain(
    'accounting.local is 192.168.1.7, which is a private address (192.168.0.0/16). An administrator can allow accounting.local:8090',
  );
  const allow = { ranges: new AddressRanges([]), hosts: ['accounting.local:8090'] };
  expect(
    (await resolveVetted(targetOf('http://accounting.local:8090/'), allow, namesAre(addresses('192.168.1.7')))).ok,
  ).toBe(true);
  expect(
    (await resolveVetted(targetOf('http://accounting.local:8090/'), allow, namesAre(addresses('169.254.169.254')))).ok,
  ).toBe(false);
});

test('the socket connects to the vetted address: a name is asked for once for each connection', async () => {
  const receiver = await startReceiver(accepted);
  cleanups.push(() => receiver.close());
  const resolveName = namesAre(addresses('127.0.0.1'), addresses('10.255.255.1'));
  const outbound = openOutbound({ allowRanges: ['127.0.0.1'], resolveName });
  cleanups.push(() => outbound.close());
  const url = `http://changing.example:${receiver.port}/`;
  expect(await outbound.sendRequest(request(url), transport)).toMatchObject({ kind: 'answered', status: 200 });
  expect(resolveName.asked).toBe(1);
  expect(receiver.requests[0]?.headers.host).toBe(`changing.example:${receiver.port}`);
  // The kept connection needs no name; a new one asks again and is refused.
  expect(await outbound.sendRequest(request(url), transport)).toMatchObject({ kind: 'answered' });
  await receiver.closeIdleConnections();
  const moved = await outbound.sendRequest(request(url), transport);
  expect(moved).toMatchObject({ kind: 'failed', stage: 'address', sent: false, retryAtOnce: false });
  expect(receiver.requests).toHaveLength(2);
});

test('nothing is connected to when a name is private', async () => {
  const receiver = await startReceiver(accepted);
  cleanups.push(() => receiver.close());
  const outbound = openOutbound({ allowRanges: [], resolveName: namesAre(addresses('127.0.0.1')) });
  cleanups.push(() => outbound.close());
  const byName = await outbound.sendRequest(request(`http://inner.example:${receiver.port}/`), transport);
  const byAddress = await outbound.sendRequest(request(receiver.url), transport);
  for (const result of [byName, byAddress])
    expect(result).toMatchObject({ kind: 'failed', stage: 'address', code: 'address-refused' });
  expect(receiver.connections).toBe(0);
  const allowed = await outbound.sendRequest(request(receiver.url), {
    ...transport,
    allow: [`127.0.0.1:${receiver.port}`],
  });
  expect(allowed.kind).toBe('answered');
});

test('a name server that hangs does not outlast the deadline', async () => {
  const outbound = openOutbound({ allowRanges: [], resolveName: () => new Promise(() => undefined) });
  cleanups.push(() => outbound.close());
  const result = await outbound.sendRequest({ ...request('http://slow.example/'), timeoutMs: 60 }, transport);
  expect(result).toMatchObject({ kind: 'failed', stage: 'deadline', code: 'dns-time-out', sent: false });
  expect(result.timing.totalMs).toBeLessThan(1_000);
});

test('questions for one name share one, and the next is asked anew', async () => {
  const resolveName = createNameResolver();
  const first = resolveName('localhost');
  expect(resolveName('localhost')).toBe(first);
  expect((await first).some(({ address }) => address === '127.0.0.1' || address === '::1')).toBe(true);
  expect(resolveName('localhost')).not.toBe(first);
});
