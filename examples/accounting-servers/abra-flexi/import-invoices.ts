import type { FlexiInvoice, Invoices } from './invoices.ts';
import { judgeInvoice, textOf, type FlexiFault, type FlexiFields, type FlexiRules } from './judge-invoice.ts';

export interface ImportResult {
  readonly requestId: string;
  readonly invoice?: FlexiInvoice;
  readonly action: 'created' | 'updated' | 'failed';
  readonly faults: readonly FlexiFault[];
}

/**
 * Writes the records of one request, all or none of them. A record whose external id is known is changed, so a repeat does no harm; one
 * with a number of Flexi's own must exist.
 */
export function importInvoices(records: readonly FlexiFields[], invoices: Invoices, rules: FlexiRules): ImportResult[] {
  const judged = records.map((fields) => judgeRecord(fields, invoices, rules));
  if (judged.some(({ faults }) => faults.length > 0)) {
    return judged.map(({ requestId, faults }) => ({ requestId, action: 'failed', faults }));
  }
  return judged.map(({ requestId, known, externalIds, fields }) => ({
    requestId,
    action: known ? 'updated' : 'created',
    faults: [],
    invoice: known ? invoices.update(known, fields, externalIds) : invoices.create(fields, externalIds),
  }));
}

interface JudgedRecord {
  readonly requestId: string;
  readonly fields: FlexiFields;
  readonly known: FlexiInvoice | undefined;
  readonly externalIds: readonly string[];
  readonly faults: readonly FlexiFault[];
}

function judgeRecord(fields: FlexiFields, invoices: Invoices, rules: FlexiRules): JudgedRecord {
  const identifiers = identifiersOf(fields);
  const found = identifiers.map((identifier) => invoices.find(identifier));
  const known = found.find((invoice) => invoice !== undefined);
  const faults: FlexiFault[] = [];
  for (const [index, identifier] of identifiers.entries()) {
    if (/^\d+$/.test(identifier) && !found[index]) {
      faults.push({
        message: `Záznam nebyl v datovém zdroji nalezen: ${identifier}`,
        for: 'id',
        value: identifier,
        code: 'INVALID',
      });
    }
    if (!/^(\d+$|code:|ext:)/.test(identifier)) {
      faults.push({
        message: `Je očekáváno číselné ID, ale '${identifier}' není číslo`,
        for: 'id',
        value: identifier,
        code: 'PROP',
      });
    }
  }
  if (new Set(found.filter((invoice) => invoice !== undefined)).size > 1) {
    faults.push({
      message: 'Identifikátory ukazují na různé záznamy.',
      for: 'id',
      value: identifiers.join(', '),
      code: 'INVALID',
    });
  }
  const { id: _id, ...rest } = fields;
  return {
    requestId: identifiers[0] ?? '',
    fields: rest,
    known,
    externalIds: identifiers.filter((identifier) => identifier.startsWith('ext:')),
    faults: [...faults, ...judgeInvoice(rest, rules, known === undefined)],
  };
}

function identifiersOf(fields: FlexiFields): string[] {
  const { id } = fields;
  if (Array.isArray(id)) return id.map(String);
  const single = textOf(fields, 'id');
  return single === '' ? [] : [single];
}
