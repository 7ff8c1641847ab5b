import { parseRange } from './address-range.ts';

/** What a text of the environment means: a value, or a sentence about what is wrong with it (without the name, which is put before it). */
export type Reading<T> = { readonly value: T } | { readonly fault: string };

export function wholeNumber(text: string, least: number, most: number): Reading<number> {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return { value };
  return { fault: `must be a whole number from ${least} to ${most}` };
}

export function match(text: string, pattern: RegExp, fault: string): Reading<string> {
  return pattern.test(text) ? { value: text } : { fault };
}

export function oneOf<T extends string>(text: string, names: readonly T[]): Reading<T> {
  const value = names.find((name) => name === text.toLowerCase());
  return value === undefined ? { fault: `must be one of ${names.join(', ')}` } : { value };
}

export function listOf<T extends string>(text: string, names: readonly T[]): Reading<readonly T[]> {
  const parts = splitList(text);
  const value = names.filter((name) => parts.includes(name));
  const wrong = parts.some((part) => !names.some((name) => name === part));
  return wrong || value.length === 0
    ? { fault: `must name one or more of ${names.join(', ')}, split by commas` }
    : { value };
}

export function ranges(text: string): Reading<readonly string[]> {
  const parts = splitList(text);
  const wrong = parts.find((part) => parseRange(part) === undefined);
  if (wrong === undefined) return { value: parts };
  return {
    fault: `has ${JSON.stringify(wrong)}, which is neither an address nor a range; write 10.1.2.3 or 10.0.0.0/8`,
  };
}

export function emails(text: string): Reading<readonly string[]> {
  const parts = splitList(text);
  const wrong = parts.find((part) => !/^[^\s@<>]+@[^\s@<>]+$/.test(part));
  if (wrong === undefined) return { value: parts };
  return { fault: `has ${JSON.stringify(wrong)}, which is no address; write someone@example.com` };
}

export function url(text: string, protocols: readonly string[], example: string): Reading<string> {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  // The text is not repeated: a database's URL holds its password.
  return parsed !== undefined && protocols.includes(parsed.protocol)
    ? { value: text }
    : { fault: `is not an address such as ${example}` };
}

export function origins(text: string): Reading<readonly string[]> {
  const value = splitList(text);
  const wrong = value.find((part) => !URL.canParse(part) || !/^https?:/.test(part) || new URL(part).origin !== part);
  if (wrong === undefined) return { value };
  return {
    fault: `has ${JSON.stringify(wrong)}, which is no origin; write scheme, host and port only, as in https://intranet.example.com`,
  };
}

export function secretKeys(text: string): Reading<readonly string[]> {
  const value = splitList(text);
  return value.length > 0 && value.every((key) => key.length >= 32)
    ? { value }
    : { fault: 'must have 32 characters or more; `openssl rand -base64 32` makes such a key' };
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function yesOrNo(text: string): Reading<boolean> {
  const value = { on: true, yes: true, true: true, off: false, no: false, false: false }[text.toLowerCase()];
  return value === undefined ? { fault: 'must be on or off' } : { value };
}

/** `value=name, ...` */
export function pairs(text: string): Reading<ReadonlyMap<string, string>> {
  const parts = splitList(text).map((part) => /^([^=]+)=([^=]+)$/.exec(part));
  if (parts.includes(null))
    return { fault: 'must be pairs split by commas, such as "accounting=Bookkeepers,it=Administrators"' };
  return { value: new Map(parts.map((found) => [found?.[1]?.trim() ?? '', found?.[2]?.trim() ?? ''])) };
}

/** An issuer of OpenID Connect: https, or http on this machine. */
export function issuer(text: string): Reading<string> {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  const local = parsed !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
  if (parsed?.protocol === 'https:' || (local && parsed.protocol === 'http:')) return { value: text };
  return { fault: 'is no address with https, such as https://login.example.com/realms/company' };
}

/** A duration such as `30m`, `8h` or `7d`, in milliseconds. */
export function duration(text: string, leastMs: number, mostMs: number, range: string): Reading<number> {
  const [, number = '', unit = ''] = /^(\d{1,6}) ?(m|h|d)$/.exec(text) ?? [];
  const value = Number(number) * ({ m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? Number.NaN);
  return value >= leastMs && value <= mostMs
    ? { value }
    : { fault: `must be a duration such as 30m, 8h or 7d, ${range}` };
}
