import type { Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { refuse } from '../errors.ts';
import type { Logger } from '../log.ts';
import { shareWithTls, tlsFor } from './accept-tls.ts';
import type { Certificate } from './certificate.ts';
import { renewCertificate } from './renew-certificate.ts';

/** Looking costs two calls of stat. */
const renewalLookMs = 2_000;

/**
 * Listens: plain HTTP on GANGWAY_PORT, and with a certificate HTTPS beside it, on the same port or on GANGWAY_TLS_PORT. Resolves to the port that others
 * are told, which the system has chosen where the setting is 0. Everything is closed with the app.
 */
export async function listen(
  app: FastifyInstance,
  config: Pick<Config, 'host' | 'port' | 'tlsPort' | 'tlsCertificate' | 'tlsKey'>,
  certificate: Certificate | undefined,
  log: Logger,
): Promise<number> {
  const { host, port, tlsPort } = config;
  if (certificate === undefined) {
    await orSay(app.listen({ host, port }), 'GANGWAY_PORT', host, port);
    return portOf(app.server);
  }
  const own = tlsFor(app.server, certificate);
  const tls = tlsPort === undefined ? shareWithTls(app.server, own) : own;
  const stopRenewal = renewCertificate(tls.server, certificate, { files: config, log, everyMs: renewalLookMs });
  app.server.once('close', stopRenewal);
  app.addHook('preClose', (done) => {
    if (tls.server.listening) tls.server.close();
    tls.closeUnready();
    done();
  });
  await orSay(app.listen({ host, port }), 'GANGWAY_PORT', host, port);
  if (tlsPort === undefined) return portOf(app.server);
  const listening = new Promise<void>((resolve, reject) => {
    tls.server.once('error', reject).listen({ host, port: tlsPort }, resolve);
  });
  await orSay(listening, 'GANGWAY_TLS_PORT', host, tlsPort);
  return portOf(tls.server);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('a server that listens has no port');
}

/** What the system refuses, as a sentence with the setting that mends it. */
async function orSay(listening: Promise<unknown>, setting: string, host: string, port: number): Promise<void> {
  try {
    await listening;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      refuse(
        'illegal-state',
        `Port ${port} on ${host} is in use by another program. Stop that one, or set ${setting} to another port.`,
      );
    if (code === 'EACCES')
      refuse('illegal-state', `This user may not listen on port ${port}. Set ${setting} to one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      refuse('illegal-state', `${host} is no address of this machine. Set GANGWAY_HOST to one, or to 0.0.0.0 for all.`);
    throw error;
  }
}
