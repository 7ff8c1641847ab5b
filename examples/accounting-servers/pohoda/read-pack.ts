import { charsetOf, decodeText, readXml, type Value } from '@gangway/language';
import { child, children, textAt } from './values.ts';

export interface PackItem {
  readonly id: string;
  /** Local name of what is to be imported: `invoice`. */
  readonly agenda: string;
  readonly content: Value;
  /** Line of its start tag, from 1. */
  readonly line: number;
}

export interface Pack {
  readonly id: string;
  readonly ico: string;
  readonly key: string;
  readonly note: string;
  readonly items: readonly PackItem[];
}

/** The envelope of a request; a sentence when it is none. */
export function readPack(body: Uint8Array): Pack | string {
  const head = new TextDecoder('latin1').decode(body.subarray(0, 400));
  const text = decodeText(body, charsetOf(head) ?? 'utf-8');
  const read = readXml(text);
  if (!read.ok) return `Chyba při načítání XML: ${read.problems[0]?.message ?? ''}`;
  const pack = child(read.value, 'dataPack');
  if (pack === undefined) return 'Kořenovým elementem musí být dataPack.';
  const lines = startLines(text);
  return {
    id: textAt(pack, '@id'),
    ico: textAt(pack, '@ico'),
    key: textAt(pack, '@key'),
    note: textAt(pack, '@note'),
    items: children(pack, 'dataPackItem').map((item, index) => ({ ...readItem(item), line: lines[index] ?? 0 })),
  };
}

function readItem(item: Value): Omit<PackItem, 'line'> {
  const names = typeof item === 'object' && item !== null ? Object.keys(item) : [];
  const agenda = names.find((name) => !name.startsWith('@') && !name.startsWith('#')) ?? '';
  return { id: textAt(item, '@id'), agenda, content: agenda === '' ? undefined : child(item, agenda) };
}

function startLines(text: string): number[] {
  const starts = text.matchAll(/<(?:[\w.-]+:)?dataPackItem[\s>/]/g);
  return [...starts].map((match) => text.slice(0, match.index).split('\n').length);
}
