import { decodeText } from '../charsets/index.ts';
import type { Problem, Value } from '../types.ts';
import { decodeBody } from './decode-body.ts';
import { readForm } from './read-form.ts';
import { readJson } from './read-json.ts';
import { readXml } from './read-xml.ts';

/** What came back, as far as it could be read. */
export interface Answer {
  /** What it turned out to be, whatever its Content-Type said. */
  readonly kind: 'empty' | 'json' | 'xml' | 'form' | 'text';
  /** The data for `response` in templates; null when empty, the whole text when it is neither JSON nor XML. */
  readonly value: Value;
  readonly text: string;
  /** Why it is only text although the Content-Type promised JSON or XML. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a counterparty's answer (or an inbound body). Never throws: what cannot be read as JSON or XML is text, and the problems say why.
 * The Content-Type is asked first, but many counterparties send JSON as text/html or XML as text/plain, so the first character decides
 * what is tried when the type says something else.
 */
export function readAnswer(bytes: Uint8Array, contentType: string | undefined): Answer {
  const text = decodeAnswer(bytes, contentType ?? '');
  if (text.trim() === '') return { kind: 'empty', value: null, text, problems: [] };
  const promised = promisedKind(contentType ?? '');
  const found = likelyKind(text);
  let problems: readonly Problem[] = [];
  for (const kind of new Set([promised, found])) {
    if (kind === undefined) continue;
    const outcome = readAs(kind, text);
    if (outcome.ok) return { kind, value: outcome.value, text, problems: [] };
    if (kind === promised) problems = outcome.problems;
  }
  return { kind: 'text', value: text, text, problems };
}

function promisedKind(contentType: string): 'json' | 'xml' | 'form' | undefined {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/[/+]json$/.test(type)) return 'json';
  if (/[/+]xml$/.test(type)) return 'xml';
  return type === 'application/x-www-form-urlencoded' ? 'form' : undefined;
}

function likelyKind(text: string): 'json' | 'xml' | undefined {
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first === '<') return 'xml';
  return first === '{' || first === '[' ? 'json' : undefined;
}

function readAs(kind: 'json' | 'xml' | 'form', text: string) {
  switch (kind) {
    case 'json':
      return readJson(text);
    case 'xml':
      // Many servers put a line break before the declaration, which strict XML forbids.
      return readXml(text.replace(/^[\s\uFEFF]+/, ''));
    case 'form':
      return readForm(text.trim());
  }
}

/** Text without any name of a charset is UTF-8 where its bytes are, else windows-1250, as the older accounting programs write it. */
function decodeAnswer(bytes: Uint8Array, contentType: string): string {
  return decodeBody(bytes, contentType, ['utf-8']) ?? decodeText(bytes, 'windows-1250');
}
