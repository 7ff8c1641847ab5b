import { encodeText } from '@gangway/language';
import type { BookedDocument } from './books.ts';
import type { ImportDetail } from './judge-invoice.ts';

/** What became of one dataPackItem. */
export type ItemResult =
  | {
      readonly kind: 'done';
      readonly id: string;
      readonly details: readonly ImportDetail[];
      readonly document?: BookedDocument;
    }
  | { readonly kind: 'unusable'; readonly id: string; readonly note: string }
  | { readonly kind: 'duplicate'; readonly id: string; readonly document: BookedDocument };

export interface PackAnswer {
  /** Of the request; empty where it could not be read. */
  readonly id: string;
  /** The whole request was refused for this reason. */
  readonly refusal?: string;
  readonly note?: string;
  readonly items: readonly ItemResult[];
}

export interface AccountingUnit {
  readonly ico: string;
  readonly key: string;
}

const namespaces = ['response', 'documentresponse', 'invoice', 'type']
  .map(
    (name, index) =>
      `xmlns:${['rsp', 'rdc', 'inv', 'typ'][index] ?? ''}="http://www.stormware.cz/schema/version_2/${name}.xsd"`,
  )
  .join(' ');

/** The answer as response.xsd wants it, in windows-1250 like the real one. */
export function writeAnswer(answer: PackAnswer, unit: AccountingUnit): Uint8Array {
  const state = answer.refusal === undefined ? 'ok' : 'error';
  const note = answer.refusal ?? answer.note ?? '';
  const xml =
    '<?xml version="1.0" encoding="Windows-1250"?>\n' +
    `<rsp:responsePack version="2.0" id="${escape(answer.id)}" state="${state}" programVersion="14104.9 SQL (1.10.2025)" ` +
    `ico="${escape(unit.ico)}" key="${escape(unit.key)}" note="${escape(note)}" ${namespaces}>\n` +
    answer.items.map(writeItem).join('') +
    '</rsp:responsePack>\n';
  return encode(xml);
}

export function encode(xml: string): Uint8Array {
  const encoded = encodeText(xml, 'windows-1250', (character) => `&#${character.codePointAt(0) ?? 0};`);
  return encoded.ok ? encoded.value : new TextEncoder().encode(xml.replace('Windows-1250', 'UTF-8'));
}

function writeItem(item: ItemResult): string {
  const open = (state: string, note = ''): string =>
    `  <rsp:responsePackItem version="2.0" id="${escape(item.id)}" state="${state}"${note && ` note="${escape(note)}"`}`;
  if (item.kind === 'unusable') return `${open('error', item.note)}/>\n`;
  if (item.kind === 'duplicate') {
    const note = 'Zpracování dokladu bylo ukončeno, doklad byl již importován.';
    return `${open('error', note)}>\n${writeDuplicate(item.document)}  </rsp:responsePackItem>\n`;
  }
  const state = item.document === undefined ? 'error' : 'ok';
  return (
    `${open('ok')}>\n    <inv:invoiceResponse version="2.0" state="${state}">\n` +
    writeDetails(item.details) +
    (item.document === undefined ? '' : writeProduced(item.document)) +
    '    </inv:invoiceResponse>\n  </rsp:responsePackItem>\n'
  );
}

/** The order of elements is that of detailType in documentresponse.xsd; valueProduced stands only beside valueRequested in practice. */
function writeDetails(details: readonly ImportDetail[]): string {
  if (details.length === 0) return '';
  const rows = details.map((detail) =>
    [
      element('state', detail.state),
      element('errno', String(detail.errno)),
      element('note', detail.note),
      element('XPath', detail.xpath),
      detail.requested === undefined ? '' : element('valueRequested', detail.requested),
      detail.produced === undefined ? '' : element('valueProduced', detail.produced),
    ].join(''),
  );
  return `      <rdc:importDetails>${rows.map((row) => `<rdc:detail>${row}</rdc:detail>`).join('')}</rdc:importDetails>\n`;
}

function writeProduced(document: BookedDocument): string {
  const parts = element('id', String(document.id)) + element('number', document.number) + element('actionType', 'add');
  return `      <rdc:producedDetails>${parts}</rdc:producedDetails>\n`;
}

function writeDuplicate(document: BookedDocument): string {
  const agenda =
    document.invoiceType.includes('dvance') || document.invoiceType.includes('roforma')
      ? 'vydane_zalohove_faktury'
      : 'vydane_faktury';
  const date = document.bookedAt.slice(0, 10);
  return (
    `    <rsp:errorDetail><rsp:recordDuplicity><rsp:agendaType>${agenda}</rsp:agendaType><rsp:dateCreate>${date}</rsp:dateCreate>` +
    `<rsp:id>${document.id}</rsp:id><rsp:number>${escape(document.number)}</rsp:number></rsp:recordDuplicity></rsp:errorDetail>\n`
  );
}

function element(name: string, text: string): string {
  return `<rdc:${name}>${escape(text)}</rdc:${name}>`;
}

/** Control characters may not stand in XML at all. */
export function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
