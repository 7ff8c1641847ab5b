import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { SocketOpening, type Route } from './open-socket.ts';
import { plainWords } from './plain-words.ts';
import { readableNames } from './tls-faults.ts';

/**
 * Reads the certificates that a server shows, whatever is wrong with them, to tell a person which one it is. Trusts nothing and sends nothing: the
 * connection is closed when the certificates are there.
 */
export async function inspectCertificates(route: Route): Promise<readonly X509Certificate[]> {
  const opening = new SocketOpening({ ...route, target: { ...route.target, protocol: 'http:' } });
  const timer = setTimeout(() => opening.cancel(), inspectionMs);
  const opened = await opening.open();
  const chain = opened.ok ? await readChain(opened.socket, route.tls.servername ?? route.target.hostname) : [];
  clearTimeout(timer);
  return chain;
}

/** It has just failed in the handshake, so it is there; this only guards against one that stalls the second time. */
const inspectionMs = 5_000;

function readChain(socket: Socket, expected: string): Promise<readonly X509Certificate[]> {
  return new Promise((resolve) => {
    const secured = connect({
      socket,
      servername: isIP(expected) === 0 ? expected : '',
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false,
    });
    secured.once('secureConnect', () => {
      resolve(chainOf(secured));
      secured.destroy();
    });
    secured.on('error', () => resolve([]));
    secured.once('close', () => resolve([]));
  });
}

/** The server's own certificate first, then those that issued it, as far as they were sent. */
export function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = socket.getPeerX509Certificate();
  while (next !== undefined && chain.length < 10) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

/** `CN=accounting.example; issued by CN=Our CA, O=We; valid from 2026-01-01 to 2026-12-31; for accounting.example, 10.0.0.1`. */
export function describeCertificate(certificate: X509Certificate): string {
  const names =
    certificate.subjectAltName === undefined
      ? ''
      : `; for ${plainWords(readableNames(certificate.subjectAltName), 300)}`;
  return (
    `${inOneLine(certificate.subject)}; issued by ${inOneLine(certificate.issuer)}; ` +
    `valid from ${day(certificate.validFromDate)} to ${day(certificate.validToDate)}${names}`
  );
}

/** The certificate of the chain that is out of its time, where that is the fault; else the server's own. */
export function faultyCertificate(chain: readonly X509Certificate[], nowMs: number): X509Certificate | undefined {
  return (
    chain.find(({ validFromDate, validToDate }) => validToDate.getTime() < nowMs || validFromDate.getTime() > nowMs) ??
    chain[0]
  );
}

/** Node writes one part of a name on each line. */
function inOneLine(name: string): string {
  return name === '' ? 'no name' : plainWords(name.replaceAll('\n', ', '), 200);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
