import { hostname } from 'node:os';
import { parseRange } from '../address-range.ts';

/**
 * Whether a request was meant for this machine by the name that it used. A web page elsewhere can have its own name resolved to 127.0.0.1 (DNS rebinding)
 * and so reach, from the browser of somebody who works here, what is open to this machine without a token; the Host header still says the page's name.
 * Addresses cannot be rebound. `publicUrl`: the address that others are told.
 */
export function isOwnHost(host: string | undefined, publicUrl: string): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname;
  const own = ['localhost', hostname().toLowerCase(), new URL(publicUrl).hostname];
  return own.includes(name) || name.endsWith('.localhost') || parseRange(name.replace(/^\[|\]$/g, '')) !== undefined;
}
