import { itemsOf, textOf, type FlexiFields } from './judge-invoice.ts';

/** An issued invoice as it stands in the books. */
export interface FlexiInvoice {
  readonly id: number;
  readonly kod: string;
  /** External identifiers, `ext:GANGWAY:...`; unique in the register. */
  readonly externalIds: readonly string[];
  readonly fields: FlexiFields;
}

interface InvoicesState {
  readonly invoices: readonly FlexiInvoice[];
  readonly series: Readonly<Record<string, number>>;
}

/** The register of issued invoices. Records are found by id (`12`), code (`code:FV0001/2026`) or external id (`ext:...`). */
export class Invoices {
  readonly #byId = new Map<number, FlexiInvoice>();
  #series: Record<string, number> = {};

  constructor(state?: InvoicesState) {
    for (const invoice of state?.invoices ?? []) this.#byId.set(invoice.id, invoice);
    this.#series = { ...state?.series };
  }

  get state(): InvoicesState {
    return { invoices: this.all, series: this.#series };
  }

  get all(): readonly FlexiInvoice[] {
    return [...this.#byId.values()];
  }

  find(identifier: string): FlexiInvoice | undefined {
    if (/^\d+$/.test(identifier)) return this.#byId.get(Number(identifier));
    if (identifier.startsWith('code:')) return this.all.find((invoice) => `code:${invoice.kod}` === identifier);
    return this.all.find((invoice) => invoice.externalIds.includes(identifier));
  }

  create(fields: FlexiFields, externalIds: readonly string[]): FlexiInvoice {
    const kod = textOf(fields, 'kod') || this.#nextCode(fields);
    const invoice = { id: this.#byId.size + 1, kod, externalIds, fields };
    this.#byId.set(invoice.id, invoice);
    return invoice;
  }

  /**
   * Named fields change, the others stay. Items without an identifier are added to those that are there, unless the request says
   * `"polozkyFaktury@removeAll": "true"`: a repeat that forgets it doubles the items. So does the real program.
   */
  update(invoice: FlexiInvoice, fields: FlexiFields, externalIds: readonly string[]): FlexiInvoice {
    const replace = textOf(fields, 'polozkyFaktury@removeAll') === 'true';
    const polozkyFaktury = replace ? itemsOf(fields) : [...itemsOf(invoice.fields), ...itemsOf(fields)];
    const updated = {
      ...invoice,
      externalIds: [...new Set([...invoice.externalIds, ...externalIds])],
      fields: { ...invoice.fields, ...fields, polozkyFaktury },
    };
    this.#byId.set(invoice.id, updated);
    return updated;
  }

  clear(): void {
    this.#byId.clear();
    this.#series = {};
  }

  #nextCode(fields: FlexiFields): string {
    const prefix = prefixes[textOf(fields, 'typDokl').slice('code:'.length)] ?? 'FV';
    const year = textOf(fields, 'datVyst').slice(0, 4);
    const next = (this.#series[prefix + year] ?? 0) + 1;
    this.#series[prefix + year] = next;
    return `${prefix}${String(next).padStart(4, '0')}/${year}`;
  }
}

const prefixes: Readonly<Record<string, string>> = { FAKTURA: 'FV', DOBROPIS: 'DB', ZÁLOHA: 'ZF', PROFORMA: 'PF' };
