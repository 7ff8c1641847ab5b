import { findAny } from './find-any.ts';
import type { AnswerHeaders, OutboundHeaders } from './outbound-request.ts';

/** What stands in the place of a secret wherever something is stored, logged or shown. */
export const hidden = '(hidden)';

export interface Scrubber {
  readonly text: (text: string) => string;
  /** The same bytes where nothing is found. */
  readonly bytes: (bytes: Uint8Array) => Uint8Array;
  readonly headers: <T extends OutboundHeaders | AnswerHeaders>(headers: T) => T;
}

/** Headers whose value is a secret by their meaning, whoever set it. */
const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'stw-authorization',
  'cookie',
  'set-cookie',
  'cookie2',
  'set-cookie2',
  'authentication-info',
  'proxy-authentication-info',
  'x-amz-security-token',
]);
const secretHeaderWords =
  /(^|[-_])(authorization|api-?key|apikey|access-?key|auth|token|secret|password|passwd|session-?id)($|[-_])/;

export function isSecretHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return secretHeaders.has(lower) || secretHeaderWords.test(lower);
}

/** Shorter ones are no secrets, and hiding every "1" would leave nothing to read. */
const shortestSecret = 3;

/**
 * Removes secrets from what is kept: each value as it is, and as base64 (also in the middle of a longer base64 text, as in Basic
 * `user:password`), URL-encoded, form-encoded, JSON- and XML-escaped and hexadecimal. Where nothing matches it costs one pass (find-any.ts).
 */
export function createScrubber(secretValues: readonly string[]): Scrubber {
  const values = [...new Set(secretValues)].filter((value) => value.length >= shortestSecret);
  // Longer ones first: a secret that begins another one must not leave the rest of it.
  const plain = [...new Set(values.flatMap(plainForms))].toSorted((a, b) => b.length - a.length);
  const encoded = [...new Set(values.flatMap(base64Cores))];
  const byteForms = [...new Set(plain.flatMap(bytesOfForm))];
  const textFinder = findAny([...plain, ...encoded]);
  const byteFinder = findAny([...byteForms, ...encoded]);
  const scrubText = (text: string): string =>
    textFinder.inText(text) ? replaceForms(replaceRuns(text, encoded), plain) : text;
  return {
    text: scrubText,
    bytes: (bytes) => {
      if (!byteFinder.inBytes(bytes)) return bytes;
      // Latin-1 gives every byte a character of its own and back.
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      return Buffer.from(replaceForms(replaceRuns(text, encoded), byteForms), 'latin1');
    },
    headers: (headers) => scrubHeaders(headers, scrubText),
  };
}

function replaceForms(text: string, forms: readonly string[]): string {
  let replaced = text;
  for (const form of forms) if (replaced.includes(form)) replaced = replaced.replaceAll(form, hidden);
  return replaced;
}

/**
 * Hides the whole base64 text in which a core stands, whatever stands beside it (the user name of Basic). Looks from each find to both sides instead of
 * with a pattern, which would take time by the square of a long attachment.
 */
function replaceRuns(text: string, cores: readonly string[]): string {
  let replaced = text;
  for (const core of cores) {
    for (let at = replaced.indexOf(core); at !== -1; at = replaced.indexOf(core, at + hidden.length)) {
      let start = at;
      let end = at + core.length;
      while (start > 0 && isBase64(replaced.charCodeAt(start - 1))) start -= 1;
      while (end < replaced.length && isBase64(replaced.charCodeAt(end))) end += 1;
      replaced = replaced.slice(0, start) + hidden + replaced.slice(end);
      at = start;
    }
  }
  return replaced;
}

/** Letters, digits, and + / - _ = of both alphabets. */
function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 47 && code <= 57) ||
    code === 43 ||
    code === 45 ||
    code === 61 ||
    code === 95
  );
}

/** A value as texts may hold it. */
function plainForms(value: string): readonly string[] {
  const whole = value.toWellFormed();
  const inUrl = encodeURIComponent(whole);
  const inForm = new URLSearchParams([['', whole]]).toString().slice(1);
  const inXml = whole.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const inHex = Buffer.from(whole).toString('hex');
  return [
    value,
    inUrl,
    lowerCaseEscapes(inUrl),
    inForm,
    lowerCaseEscapes(inForm),
    JSON.stringify(whole).slice(1, -1),
    inXml,
    inXml.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    inXml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    ...(inHex.length >= 8 ? [inHex, inHex.toUpperCase()] : []),
  ];
}

const lowerCaseEscapes = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

/**
 * The characters of base64 that a value makes alone, for each of the three ways in which it may lie across the groups of three bytes: the first
 * and last characters, which its neighbours share, are left out. RFC 4648, both alphabets.
 */
function base64Cores(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const base64 = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const core = base64.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.byteLength) * 8) / 6));
    // Shorter ones stand in any base64 text by chance.
    return core.length < 4 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** A form in the charsets that messages are written in, each byte as the Latin-1 character of its number. */
function bytesOfForm(form: string): readonly string[] {
  const wide = Buffer.from(form, 'utf16le');
  return [Buffer.from(form, 'utf8'), wide, Buffer.from(wide).swap16()].map((bytes) => bytes.toString('latin1'));
}

function scrubHeaders<T extends OutboundHeaders | AnswerHeaders>(headers: T, scrubText: (text: string) => string): T {
  const scrubbed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (isSecretHeader(name)) scrubbed[name] = hidden;
    else scrubbed[name] = typeof value === 'string' ? scrubText(value) : value?.map(scrubText);
  }
  return scrubbed as T;
}
