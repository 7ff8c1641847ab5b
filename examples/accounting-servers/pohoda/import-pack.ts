import type { SchemaFault } from '../../../server/src/templates/schema-check.ts';
import type { Books } from './books.ts';
import { judgeInvoice, type InvoiceRules } from './judge-invoice.ts';
import type { Pack, PackItem } from './read-pack.ts';
import type { AccountingUnit, ItemResult, PackAnswer } from './write-answer.ts';

/**
 * What happens to an item whose dataPack/@id and dataPackItem/@id were imported before.
 *
 * - `refuse`: as the real one with "Kontrola duplicity dávek" on (or the header STW-Check-Duplicity): state error, with the document's number
 * - `answer`: state ok with the number of the first import and a warning
 * - `again`: as the real one with the check off: it is booked a second time
 */
export type DuplicateHandling = 'refuse' | 'answer' | 'again';

export interface ImportRules extends Omit<InvoiceRules, 'hasNumber'> {
  readonly unit: AccountingUnit;
  readonly duplicates: DuplicateHandling;
}

/** Imports a package into the books, item by item, and says what became of each. `faults` are those of the schema check. */
export function importPack(
  pack: Pack,
  faults: readonly SchemaFault[],
  books: Books,
  rules: ImportRules,
  now: Date,
): PackAnswer {
  const refusal = refuseEnvelope(pack, faults, rules.unit);
  if (refusal !== undefined) return { id: pack.id, refusal, items: [] };
  const items = pack.items.map((item, index) => {
    const next = pack.items[index + 1]?.line ?? Number.POSITIVE_INFINITY;
    const own = faults.filter((fault) => fault.line >= item.line && fault.line < next);
    return importItem(pack, item, index, own, books, rules, now);
  });
  return { id: pack.id, note: pack.note, items };
}

function refuseEnvelope(pack: Pack, faults: readonly SchemaFault[], unit: AccountingUnit): string | undefined {
  const first = pack.items[0]?.line ?? Number.POSITIVE_INFINITY;
  const fault = faults.find(({ line }) => line < first);
  if (fault) return schemaNote(fault);
  if (pack.ico !== '' && pack.ico !== unit.ico) {
    return `IČO '${pack.ico}' uvedené v dávce neodpovídá IČO '${unit.ico}' účetní jednotky.`;
  }
  if (pack.ico === '' && pack.key !== '' && pack.key !== unit.key)
    return 'Klíč uvedený v dávce neodpovídá klíči účetní jednotky.';
  return undefined;
}

function importItem(
  pack: Pack,
  item: PackItem,
  index: number,
  faults: readonly SchemaFault[],
  books: Books,
  rules: ImportRules,
  now: Date,
): ItemResult {
  const [fault] = faults;
  if (fault) return { kind: 'unusable', id: item.id, note: schemaNote(fault) };
  if (item.agenda !== 'invoice') {
    return {
      kind: 'unusable',
      id: item.id,
      note: `Neznámá žádost '${item.agenda}', zaúčtování nemohlo být provedeno.`,
    };
  }
  const xpath = `dat:dataPack/dat:dataPackItem[${index + 1}]/inv:invoice`;
  const before = rules.duplicates === 'again' ? undefined : books.find(pack.id, item.id);
  if (before && rules.duplicates === 'refuse') return { kind: 'duplicate', id: item.id, document: before };
  if (before) {
    const note = `Doklad byl již importován pod číslem ${before.number}.`;
    const detail = { state: 'warning', errno: 603, note, xpath } as const;
    return { kind: 'done', id: item.id, details: [detail], document: before };
  }
  const { facts, details } = judgeInvoice(item.content, xpath, {
    ...rules,
    hasNumber: (number) => books.hasNumber(number),
  });
  if (details.some((detail) => detail.state === 'error')) return { kind: 'done', id: item.id, details };
  return { kind: 'done', id: item.id, details, document: books.book(facts, pack.id, item.id, now) };
}

function schemaNote(fault: SchemaFault): string {
  return `XML dokument neodpovídá schématu (řádek ${fault.line}): ${fault.message}`;
}
