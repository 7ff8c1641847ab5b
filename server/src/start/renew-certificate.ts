import type { Server as TlsServer } from 'node:tls';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { type Certificate, readCertificate, stampOf } from './certificate.ts';

const dayMs = 86_400_000;
/** From then on the log says once a day that it ends. */
const warningDays = 14;

export interface RenewOptions {
  readonly files: Pick<Config, 'tlsCertificate' | 'tlsKey'>;
  readonly log: Logger;
  readonly everyMs: number;
}

/**
 * Looks at the files of the certificate again and again and uses new ones for every connection that comes from then on. A certificate that cannot be
 * used is told in the log, and the one before stays. Returns what stops it.
 */
export function renewCertificate(
  tls: TlsServer,
  present: Certificate,
  { files, log, everyMs }: RenewOptions,
): () => void {
  let { until } = present;
  let stamp: string | undefined;
  let warnedAt = 0;
  const look = async (): Promise<void> => {
    const now = new Date();
    const seen = await stampOf(files);
    if (stamp !== undefined && seen !== stamp) {
      const renewed = await readCertificate(files, now);
      if (renewed !== undefined) {
        tls.setSecureContext(renewed);
        until = renewed.until;
        log.info({ event: 'certificate.renewed', until }, 'A new certificate is used from now on.');
      }
    }
    stamp = seen;
    const daysLeft = (until.getTime() - now.getTime()) / dayMs;
    if (daysLeft > warningDays || now.getTime() - warnedAt < dayMs) return;
    warnedAt = now.getTime();
    log.warn(
      { event: 'certificate.ends', until },
      `The certificate in ${files.tlsCertificate ?? ''} ends at ${until.toISOString()}. Renew it; the new file is noticed by itself.`,
    );
  };
  const turn = (): void => {
    look().catch((error: unknown) => {
      const sentence = error instanceof Error ? error.message : String(error);
      log.error({ event: 'certificate.refused' }, `The new certificate is not used, the one before stays. ${sentence}`);
    });
  };
  turn();
  const timer = setInterval(turn, everyMs).unref();
  return () => clearInterval(timer);
}
