import type { InvoiceFacts } from './judge-invoice.ts';

export interface BookedDocument extends InvoiceFacts {
  readonly id: number;
  readonly number: string;
  /** Ids of the request that made it: Pohoda knows a repeat by both together. */
  readonly packId: string;
  readonly itemId: string;
  readonly bookedAt: string;
}

interface BooksState {
  readonly documents: readonly BookedDocument[];
  readonly series: Readonly<Record<string, number>>;
}

/** The documents of one accounting unit and its number series: two digits of the year, two of the agenda, five of the number. */
export class Books {
  #documents: BookedDocument[] = [];
  readonly #byIds = new Map<string, BookedDocument>();
  readonly #numbers = new Set<string>();
  #series: Record<string, number> = {};

  constructor(state?: BooksState) {
    for (const document of state?.documents ?? []) this.#keep(document);
    this.#series = { ...state?.series };
  }

  get documents(): readonly BookedDocument[] {
    return this.#documents;
  }

  get state(): BooksState {
    return { documents: this.#documents, series: this.#series };
  }

  hasNumber(number: string): boolean {
    return this.#numbers.has(number);
  }

  find(packId: string, itemId: string): BookedDocument | undefined {
    return this.#byIds.get(keyOf(packId, itemId));
  }

  book(facts: InvoiceFacts, packId: string, itemId: string, now: Date): BookedDocument {
    const number = facts.numberRequested || this.#nextNumber(facts, now);
    const document = { ...facts, id: this.#documents.length + 1, number, packId, itemId, bookedAt: now.toISOString() };
    this.#keep(document);
    return document;
  }

  clear(): void {
    this.#documents = [];
    this.#byIds.clear();
    this.#numbers.clear();
    this.#series = {};
  }

  #keep(document: BookedDocument): void {
    this.#documents.push(document);
    this.#numbers.add(document.number);
    this.#byIds.set(keyOf(document.packId, document.itemId), document);
  }

  #nextNumber(facts: InvoiceFacts, now: Date): string {
    const year = (facts.date || now.toISOString()).slice(2, 4);
    const series = year + (agendaDigits[facts.invoiceType] ?? '01');
    for (;;) {
      const next = (this.#series[series] ?? 0) + 1;
      this.#series[series] = next;
      const number = series + String(next).padStart(5, '0');
      if (!this.hasNumber(number)) return number;
    }
  }
}

const agendaDigits: Readonly<Record<string, string>> = {
  issuedInvoice: '01',
  issuedCreditNotice: '01',
  issuedDebitNote: '01',
  issuedCorrectiveTax: '01',
  penalty: '01',
  receivedInvoice: '02',
  receivable: '05',
  commitment: '06',
  issuedAdvanceInvoice: '08',
  issuedProformaInvoice: '08',
};

function keyOf(packId: string, itemId: string): string {
  return JSON.stringify([packId, itemId]);
}
