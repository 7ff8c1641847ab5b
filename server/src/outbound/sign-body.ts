import { createHmac } from 'node:crypto';
import type { HmacSettings } from './authentication.ts';

/**
 * The headers that sign a request: HMAC over the body's bytes as they are before compression or, with a `timestampHeader`, over
 * "{timestamp}.{body}", the timestamp being that header's value (seconds since 1970), so that a recorded request is not good for ever.
 */
export function signatureHeaders(
  settings: HmacSettings,
  body: Uint8Array | string,
  nowMs: number,
): Record<string, string> {
  const key = Buffer.from(
    settings.secret,
    settings.secretEncoding === undefined || settings.secretEncoding === 'text' ? 'utf8' : settings.secretEncoding,
  );
  const hmac = createHmac(settings.algorithm ?? 'sha256', key);
  const headers: Record<string, string> = {};
  if (settings.timestampHeader !== undefined) {
    const timestamp = String(Math.floor(nowMs / 1_000));
    headers[settings.timestampHeader] = timestamp;
    hmac.update(`${timestamp}.`);
  }
  const signature = hmac.update(body).digest(settings.encoding ?? 'hex');
  headers[settings.header ?? 'X-Signature'] = `${settings.prefix ?? ''}${signature}`;
  return headers;
}
