import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ZObject } from 'zapier-platform-core';
import type { AnyBundle } from './requests.ts';

/** A notice as the hooks of this integration get it: with the whole record. */
export interface Notice extends Record<string, unknown> {
  readonly id: string;
  readonly type: string;
  readonly deliveryId: string;
  readonly record: Readonly<Record<string, unknown>> | null;
}

/**
 * The notice that has come in, once: [] for one that was here before. Refuses what is not signed with the hook's secret (Standard Webhooks). The age of the
 * signature is not judged: Zapier may hold a notice back for hours before it runs this.
 */
export async function takeNotice(z: ZObject, bundle: AnyBundle): Promise<Notice[]> {
  const notice = bundle.cleanedRequest as Notice;
  const { content = '', headers = {} } = bundle.rawRequest ?? {};
  const { secret } = (bundle.subscribeData ?? {}) as { secret?: string };
  if (secret !== undefined && !isSigned(content, headers, secret)) {
    throw new z.errors.Error(
      'This notice is not signed with the secret of the hook of this Zap. Where the secret was changed in Gangway, switch the Zap off and on again.',
      'signature',
    );
  }
  return (await isRepeat(z, notice.deliveryId)) ? [] : [notice];
}

/** Zapier writes the headers of a request as `Http-Webhook-Id`. */
function headerOf(headers: Readonly<Record<string, string>>, name: string): string {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase().replace(/^http-/, '') === name);
  return found?.[1] ?? '';
}

function isSigned(content: string, headers: Readonly<Record<string, string>>, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headerOf(headers, 'webhook-id')}.${headerOf(headers, 'webhook-timestamp')}.${content}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  return headerOf(headers, 'webhook-signature')
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(/^v1,(.+)$/.exec(signature)?.[1] ?? '', 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
}

/** Gangway repeats a notice whose answer was lost, mostly within seconds. */
const rememberedSeconds = 3_600;

/** Zapier's cache is asked and never relied on: a notice that came twice is better than one that was lost. */
async function isRepeat(z: ZObject, deliveryId: string): Promise<boolean> {
  try {
    const key = `notice-${deliveryId}`;
    if ((await z.cache.get(key)) !== null) return true;
    await z.cache.set(key, true, rememberedSeconds);
    return false;
  } catch (error) {
    z.console.log('The cache could not be asked whether this notice is a repeat.', error);
    return false;
  }
}
