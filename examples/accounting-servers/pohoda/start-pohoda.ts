import { gzipSync } from 'node:zlib';
import { startSchemaCheck, type SchemaSet } from '../../../server/src/templates/schema-check.ts';
import { startCounterparty, type Counterparty, type CounterpartyAddress } from '../counterparty/start-counterparty.ts';
import type { CounterpartyAnswer, CounterpartyProgram, CounterpartyRequest } from '../counterparty/program.ts';
import { stateFile } from '../counterparty/state-file.ts';
import { Books } from './books.ts';
import { importPack, type DuplicateHandling } from './import-pack.ts';
import { packageErrors } from './package-errors.ts';
import { readPack } from './read-pack.ts';
import { encode, escape, writeAnswer, type PackAnswer } from './write-answer.ts';

export interface PohodaUser {
  readonly name: string;
  readonly password: string;
  /** Whether the user may import XML; otherwise package error 555. */
  readonly mayImport: boolean;
}

export interface PohodaOptions extends CounterpartyAddress {
  readonly users?: readonly PohodaUser[];
  /** The accounting unit's IČO; a package for another one is refused. */
  readonly ico?: string;
  readonly duplicates?: DuplicateHandling;
  /** The set of data.xsd; requests are validated against it. */
  readonly schema?: SchemaSet;
  /** Tax documents up to this day are refused (error 103). */
  readonly vatClosedUntil?: string;
  /** How long each import takes. */
  readonly delayMs?: number;
  /** Requests that wait behind the one being processed; more are answered 503. */
  readonly mostWaiting?: number;
  /** File that keeps the books over a restart. */
  readonly state?: string;
}

const defaultUsers: readonly PohodaUser[] = [
  { name: 'gangway', password: 'gangway', mayImport: true },
  { name: 'reader', password: 'reader', mayImport: false },
];
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'PLN', 'HUF'];

/**
 * Plays a Pohoda mServer: POST /xml with STW-Authorization, windows-1250, gzip, one request at a time, answers as response.xsd wants
 * them. What it refuses and how is in judge-invoice.ts and import-pack.ts.
 */
export async function startPohoda(options: PohodaOptions = {}): Promise<Counterparty> {
  const pohoda = new Pohoda(options);
  const counterparty = await startCounterparty(pohoda, options);
  return {
    url: counterparty.url,
    close: async () => {
      await counterparty.close();
      await pohoda.close();
    },
  };
}

class Pohoda implements CounterpartyProgram {
  readonly #options: PohodaOptions;
  readonly #unit: { ico: string; key: string };
  readonly #file;
  readonly #books: Books;
  readonly #schemaCheck = startSchemaCheck();
  #vatClosedUntil: string | undefined;
  #failing: { readonly note: string; times: number } | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: PohodaOptions) {
    this.#options = options;
    this.#unit = { ico: options.ico ?? '12345678', key: '908ba96e-887a-428b-805e-f2e53dac82bb' };
    this.#file = stateFile<Books['state']>(options.state);
    this.#books = new Books(this.#file.load());
    this.#vatClosedUntil = options.vatClosedUntil;
  }

  documents(): readonly unknown[] {
    return this.#books.documents;
  }

  reset(): void {
    this.#books.clear();
    this.#file.save(this.#books.state);
    this.#failing = undefined;
    this.#vatClosedUntil = this.#options.vatClosedUntil;
  }

  close(): Promise<void> {
    return this.#schemaCheck.close();
  }

  /** `package-error {"errno": 556, "times": 2}` and `vat-closed-until {"date": "2026-09-30"}`. */
  control(name: string, body: unknown): { state: unknown } | string | undefined {
    const { errno, times = 1, date } = (body ?? {}) as Record<string, unknown>;
    if (name === 'package-error') {
      const note = packageErrors[Number(errno)];
      if (note === undefined) return `"errno" must be one of ${Object.keys(packageErrors).join(', ')}.`;
      this.#failing = { note, times: Number(times) };
      return { state: { errno, times } };
    }
    if (name === 'vat-closed-until') {
      if (date !== null && !(typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date)))
        return '"date" must be a date such as 2026-09-30, or null.';
      this.#vatClosedUntil = date ?? undefined;
      return { state: { date } };
    }
    return undefined;
  }

  async handle(request: CounterpartyRequest): Promise<CounterpartyAnswer> {
    if (request.path === '/status') return this.#status();
    if (request.path !== '/xml') return plain(404, 'Not Found');
    if (request.method !== 'POST') return { ...plain(405, 'Method Not Allowed'), headers: { Allow: 'POST' } };
    const contentType = request.headers['content-type'] ?? '';
    if (!/^(text|application)\/xml\b/i.test(contentType)) return plain(400, 'Content-Type must be text/xml');
    const user = this.#userOf(request.headers['stw-authorization']);
    if (!user) return plain(401, 'Unauthorized');
    if (this.#waiting > (this.#options.mostWaiting ?? 50)) return plain(503, 'Service Unavailable');
    const answer = await this.#inTurn(() => this.#import(request, user));
    return compress(request, writeAnswer(answer, this.#unit));
  }

  /** Pohoda processes one request at a time; the others wait for their turn. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#last.then(work).finally(() => (this.#waiting -= 1));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #import(request: CounterpartyRequest, user: PohodaUser): Promise<PackAnswer> {
    await wait(this.#options.delayMs ?? 0);
    const denied = user.mayImport ? this.#takePackageError() : packageErrors[555];
    if (denied !== undefined) return { id: '', refusal: denied, items: [] };
    const pack = readPack(request.body);
    if (typeof pack === 'string') return { id: '', refusal: pack, items: [] };
    const { schema, duplicates = 'answer' } = this.#options;
    const verdict = schema ? await this.#schemaCheck.check(request.body, schema) : ({ valid: true } as const);
    const checked = request.headers['stw-check-duplicity'] === 'true';
    const rules = {
      unit: this.#unit,
      duplicates: checked ? 'refuse' : duplicates,
      vatClosedUntil: this.#vatClosedUntil,
      currencies,
    } as const;
    const answer = importPack(pack, verdict.valid ? [] : verdict.faults, this.#books, rules, new Date());
    this.#file.save(this.#books.state);
    return answer;
  }

  #takePackageError(): string | undefined {
    if (!this.#failing) return undefined;
    const { note } = this.#failing;
    this.#failing.times -= 1;
    if (this.#failing.times <= 0) this.#failing = undefined;
    return note;
  }

  #userOf(header: string | string[] | undefined): PohodaUser | undefined {
    const [scheme, credentials = ''] = String(header ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic') return undefined;
    const given = Buffer.from(credentials, 'base64').toString('utf8');
    const users = this.#options.users ?? defaultUsers;
    return users.find(({ name, password }) => `${name}:${password}` === given);
  }

  #status(): CounterpartyAnswer {
    const state = this.#waiting > 0 ? 'working' : 'idle';
    const xml = `<?xml version="1.0" encoding="Windows-1250"?>\n<mServer version="2.0"><status>${state}</status><ICO>${escape(this.#unit.ico)}</ICO></mServer>\n`;
    return { status: 200, contentType: 'text/xml', body: encode(xml) };
  }
}

function compress(request: CounterpartyRequest, body: Uint8Array): CounterpartyAnswer {
  const answer = { status: 200, contentType: 'text/xml', body };
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return answer;
  return { ...answer, body: gzipSync(body), headers: { 'Content-Encoding': 'gzip' } };
}

function plain(status: number, body: string): CounterpartyAnswer {
  return { status, contentType: 'text/plain', body };
}

function wait(milliseconds: number): Promise<void> {
  return milliseconds === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds));
}
