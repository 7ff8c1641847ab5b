import type { CounterpartyAnswer, CounterpartyProgram, CounterpartyRequest } from '../counterparty/program.ts';
import { startCounterparty, type Counterparty, type CounterpartyAddress } from '../counterparty/start-counterparty.ts';
import { stateFile } from '../counterparty/state-file.ts';
import { importInvoices, type ImportResult } from './import-invoices.ts';
import { Invoices, type FlexiInvoice } from './invoices.ts';
import type { FlexiFields } from './judge-invoice.ts';

export interface AbraFlexiOptions extends CounterpartyAddress {
  readonly user?: { readonly name: string; readonly password: string };
  /** Identifier of the company in the address; default `demo`. */
  readonly company?: string;
  /** Tax documents up to this day are refused. */
  readonly vatClosedUntil?: string;
  /** File that keeps the invoices over a restart. */
  readonly state?: string;
}

/**
 * Plays the JSON interface of an accounting server in the manner of ABRA Flexi:
 * `POST|PUT /c/{company}/faktura-vydana.json`, `GET /c/{company}/faktura-vydana[/{id}].json`.
 */
export function startAbraFlexi(options: AbraFlexiOptions = {}): Promise<Counterparty> {
  return startCounterparty(new AbraFlexi(options), options);
}

const documentTypes = ['FAKTURA', 'DOBROPIS', 'ZÁLOHA', 'PROFORMA'];
const currencies = ['CZK', 'EUR', 'USD', 'GBP', 'CHF', 'PLN', 'HUF'];

class AbraFlexi implements CounterpartyProgram {
  readonly #options: AbraFlexiOptions;
  readonly #file;
  readonly #invoices: Invoices;
  #vatClosedUntil: string | undefined;

  constructor(options: AbraFlexiOptions) {
    this.#options = options;
    this.#file = stateFile<Invoices['state']>(options.state);
    this.#invoices = new Invoices(this.#file.load());
    this.#vatClosedUntil = options.vatClosedUntil;
  }

  documents(): readonly unknown[] {
    return this.#invoices.all;
  }

  reset(): void {
    this.#invoices.clear();
    this.#file.save(this.#invoices.state);
    this.#vatClosedUntil = this.#options.vatClosedUntil;
  }

  /** `vat-closed-until {"date": "2026-09-30"}`. */
  control(name: string, body: unknown): { state: unknown } | string | undefined {
    if (name !== 'vat-closed-until') return undefined;
    const { date } = (body ?? {}) as Record<string, unknown>;
    if (date !== null && !(typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date))) {
      return '"date" must be a date such as 2026-09-30, or null.';
    }
    this.#vatClosedUntil = date ?? undefined;
    return { state: { date } };
  }

  handle(request: CounterpartyRequest): Promise<CounterpartyAnswer> {
    return Promise.resolve(this.#answer(request));
  }

  #answer(request: CounterpartyRequest): CounterpartyAnswer {
    if (!this.#isKnown(request.headers.authorization)) {
      return { ...refusal(401, 'Přihlaste se.'), headers: { 'WWW-Authenticate': 'Basic realm="ABRA Flexi"' } };
    }
    const own = this.#options.company ?? 'demo';
    // What a test of the connection asks for: the company itself.
    if (request.method === 'GET' && [`/c/${own}`, `/c/${own}.json`].includes(request.path)) {
      return answer(200, { company: { dbNazev: own } });
    }
    const address = /^\/c\/([^/]+)\/faktura-vydana(?:\/([^/]+))?\.json$/.exec(request.path);
    if (!address) return refusal(404, `Adresa ${request.path} neexistuje.`);
    const [, company, id] = address;
    if (company !== own) return refusal(404, `Firma '${company ?? ''}' neexistuje.`);
    const identifier = id === undefined ? undefined : decodeURIComponent(id);
    if (request.method === 'GET') return this.#read(identifier);
    if (request.method !== 'POST' && request.method !== 'PUT') return refusal(405, 'Tuto metodu nelze použít.');
    return this.#write(request, identifier);
  }

  #read(identifier: string | undefined): CounterpartyAnswer {
    if (identifier === undefined) return answer(200, { 'faktura-vydana': this.#invoices.all.map(show) });
    const invoice = this.#invoices.find(identifier);
    if (!invoice) return refusal(404, `Záznam nebyl v datovém zdroji nalezen: ${identifier}`);
    return answer(200, { 'faktura-vydana': [show(invoice)] });
  }

  #write(request: CounterpartyRequest, identifier: string | undefined): CounterpartyAnswer {
    const records = readRecords(request.body);
    if (typeof records === 'string') return refusal(400, records);
    if (identifier !== undefined && !this.#invoices.find(identifier)) {
      return refusal(404, `Záznam nebyl v datovém zdroji nalezen: ${identifier}`);
    }
    const named = identifier === undefined ? records : records.map((record) => ({ ...record, id: identifier }));
    const rules = { documentTypes, currencies, vatClosedUntil: this.#vatClosedUntil };
    const results = importInvoices(named, this.#invoices, rules);
    this.#file.save(this.#invoices.state);
    return writeResults(results, request);
  }

  #isKnown(header: string | undefined): boolean {
    const { name, password } = this.#options.user ?? { name: 'gangway', password: 'gangway' };
    return header === `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  }
}

function readRecords(body: Uint8Array): readonly FlexiFields[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return 'Požadavek není platný JSON.';
  }
  const envelope = (parsed as { winstrom?: Record<string, unknown> } | null)?.winstrom;
  const records = envelope?.['faktura-vydana'];
  if (typeof records !== 'object' || records === null)
    return "V požadavku chybí 'winstrom' s evidencí 'faktura-vydana'.";
  return (Array.isArray(records) ? records : [records]) as readonly FlexiFields[];
}

/** All values are texts, numbers and truth values too, as Flexi writes them. */
function writeResults(results: readonly ImportResult[], request: CounterpartyRequest): CounterpartyAnswer {
  const count = (action: ImportResult['action']): string =>
    String(results.filter((result) => result.action === action).length);
  const failed = results.some((result) => result.action === 'failed');
  const stats = {
    created: count('created'),
    updated: count('updated'),
    deleted: '0',
    skipped: '0',
    failed: count('failed'),
  };
  const withCode = request.query.get('code-in-response') === 'true';
  const company = request.path.split('/')[2] ?? '';
  const entries = results.map((result) =>
    result.invoice ? writeSuccess(result, company, withCode) : writeFailure(result),
  );
  const status = failed ? 400 : stats.created === '0' ? 200 : 201;
  return answer(status, { success: String(!failed), stats, results: entries });
}

function writeSuccess({ invoice, requestId }: ImportResult, company: string, withCode: boolean): object {
  return {
    id: String(invoice?.id),
    ...(withCode ? { code: invoice?.kod } : {}),
    ...(requestId === '' ? {} : { 'request-id': requestId }),
    ref: `/c/${company}/faktura-vydana/${String(invoice?.id)}.json`,
  };
}

/** The field stands as `for` in the answers of the present version, as `@for` in those of older ones and in the documentation. */
function writeFailure({ faults, requestId }: ImportResult): object {
  const errors = faults.map((fault) => ({
    message: fault.message,
    for: fault.for,
    '@for': fault.for,
    path: `faktura-vydana[temporary-id=null].${fault.for}`,
    value: fault.value,
    code: fault.code,
  }));
  return { ...(requestId === '' ? {} : { 'request-id': requestId }), errors };
}

function show(invoice: FlexiInvoice): object {
  return { ...invoice.fields, id: String(invoice.id), kod: invoice.kod, 'external-ids': invoice.externalIds };
}

function refusal(status: number, message: string): CounterpartyAnswer {
  return answer(status, { success: 'false', message });
}

function answer(status: number, winstrom: object): CounterpartyAnswer {
  const body = JSON.stringify({ winstrom: { '@version': '1.0', ...winstrom } });
  return { status, contentType: 'application/json; charset=utf-8', body };
}
