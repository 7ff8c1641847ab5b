import type { Charset } from '../types.ts';

/**
 * Names under which counterparties and authors know the charsets: IANA names and aliases, the Windows and DOS code page numbers, and
 * how Czech and Slovak programs write them. Compared without case, spaces, `-` and `_`.
 */
const charsetsByName: Readonly<Record<string, Charset>> = {
  utf8: 'utf-8',
  unicode11utf8: 'utf-8',
  ascii: 'utf-8',
  usascii: 'utf-8',
  windows1250: 'windows-1250',
  cp1250: 'windows-1250',
  xcp1250: 'windows-1250',
  win1250: 'windows-1250',
  '1250': 'windows-1250',
  iso88592: 'iso-8859-2',
  iso885921987: 'iso-8859-2',
  latin2: 'iso-8859-2',
  l2: 'iso-8859-2',
  isoir101: 'iso-8859-2',
  utf16: 'utf-16',
  utf16le: 'utf-16',
  ucs2: 'utf-16',
  unicode: 'utf-16',
  iso10646ucs2: 'utf-16',
  cp852: 'cp852',
  ibm852: 'cp852',
  dos852: 'cp852',
  pclatin2: 'cp852',
  cspcp852: 'cp852',
  '852': 'cp852',
};

/** The name of each charset in a Content-Type header and an XML declaration (IANA, where the names differ from ours). */
const labels: Readonly<Record<Charset, string>> = {
  'utf-8': 'utf-8',
  'windows-1250': 'windows-1250',
  'iso-8859-2': 'iso-8859-2',
  'utf-16': 'utf-16',
  cp852: 'IBM852',
};

export const charsets: readonly Charset[] = ['utf-8', 'windows-1250', 'iso-8859-2', 'utf-16', 'cp852'];

/** The charset with this name or alias (`CP1250`, `latin2`, `Windows-1250`), or undefined when Gangway does not know it. */
export function charsetNamed(name: string): Charset | undefined {
  const key = name.toLowerCase().replaceAll(/[\s_:-]/g, '');
  return Object.hasOwn(charsetsByName, key) ? charsetsByName[key] : undefined;
}

/** The charset's registered name, as a Content-Type header or an XML declaration spells it. */
export function charsetLabel(charset: Charset): string {
  return labels[charset];
}
