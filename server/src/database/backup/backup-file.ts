import { createHash, type Hash } from 'node:crypto';

/**
 * A backup is a gzip file, so `zcat` shows it. Inside, lines of JSON frame the rows of each table:
 *
 *     {"format":"gangway-backup","version":1,"program":"0.1.0","migrations":[...],...}
 *     {"table":"events","columns":["unit_id",...],"partitions":[...]}
 *     1  0197...                      rows in the text format of COPY, one a line
 *     \.                              no row can look like this: COPY writes a backslash twice
 *     {"rows":1}
 *     ...                             further tables
 *     {"sequences":[{"name":"record_ids","last":41,"called":true}]}
 *     {"tables":24,"rows":1234,"sha256":"..."}   of everything before this line
 *
 * A file that was cut off lacks the last line; one with a wrong byte has another sum.
 */
export const backupFormat = { format: 'gangway-backup', version: 1 } as const;

export interface BackupHeader {
  readonly format: string;
  readonly version: number;
  /** Of the Gangway that made it. */
  readonly program: string;
  /** What had been applied to the database, by name and checksum. */
  readonly migrations: readonly { readonly number: number; readonly name: string; readonly checksum: string }[];
  /** ISO 8601, by the database's clock. */
  readonly createdAt: string;
  /** Such as 180004. */
  readonly postgres: number;
}

export interface TableHeader {
  readonly table: string;
  readonly columns: readonly string[];
  /** Of a partitioned table: the first id of each month that has a partition. */
  readonly partitions?: readonly string[];
}

export interface SequenceValue {
  readonly name: string;
  readonly last: number;
  readonly called: boolean;
}

export interface BackupTotals {
  readonly tables: number;
  readonly rows: number;
}

const rowsEnd = Buffer.from('\\.\n');
const rowsEndInside = Buffer.from('\n\\.\n');
const newline = 0x0a;

/** Counts and sums what is written; `write` is given everything, in order. */
export class BackupWriter {
  readonly #hash: Hash = createHash('sha256');
  readonly #write: (bytes: Buffer) => Promise<void>;

  constructor(write: (bytes: Buffer) => Promise<void>) {
    this.#write = write;
  }

  async line(value: object): Promise<void> {
    await this.bytes(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  async bytes(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes);
    await this.#write(bytes);
  }

  async endRows(rows: number): Promise<void> {
    await this.bytes(rowsEnd);
    await this.line({ rows });
  }

  async end(totals: BackupTotals): Promise<void> {
    const sha256 = this.#hash.digest('hex');
    await this.#write(Buffer.from(`${JSON.stringify({ ...totals, sha256 })}\n`));
  }
}

/** The file ends too early, or holds what no backup holds. */
export class BackupDamage extends Error {}

/** Reads lines and rows from the unpacked file, in order. */
export class BackupReader {
  readonly #source: AsyncIterator<Buffer>;
  readonly #hash: Hash = createHash('sha256');
  #pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line, as JSON. `sum`: of everything before it, in hexadecimal. */
  async line(): Promise<{ readonly value: unknown; readonly sum: string }> {
    let end = this.#pending.indexOf(newline);
    while (end === -1) {
      if (!(await this.#more())) throw new BackupDamage('it is cut off');
      end = this.#pending.indexOf(newline);
    }
    const sum = this.#hash.copy().digest('hex');
    const text = this.#take(end + 1).toString();
    try {
      return { value: JSON.parse(text), sum };
    } catch {
      throw new BackupDamage('a line of it is not JSON');
    }
  }

  /** The bytes of a table's rows, up to their end. To be read to the end before the next line. */
  async *rows(): AsyncGenerator<Buffer, void, undefined> {
    let atLineStart = true;
    for (;;) {
      if (atLineStart && this.#pending.subarray(0, rowsEnd.length).equals(rowsEnd)) break;
      const end = this.#pending.indexOf(rowsEndInside);
      // The end may lie across two pieces, so the last three bytes wait for the next one.
      const length = end === -1 ? this.#pending.length - rowsEnd.length : end + 1;
      if (length > 0) {
        const bytes = this.#take(length);
        atLineStart = bytes.at(-1) === newline;
        yield bytes;
      } else if (!(await this.#more())) throw new BackupDamage('it is cut off');
    }
    this.#take(rowsEnd.length);
  }

  /** Refuses anything behind the last line. */
  async end(): Promise<void> {
    if (this.#pending.length > 0 || (await this.#more())) throw new BackupDamage('something stands behind its end');
  }

  #take(length: number): Buffer {
    const bytes = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    this.#hash.update(bytes);
    return bytes;
  }

  async #more(): Promise<boolean> {
    const next: IteratorResult<Buffer, unknown> = await this.#source.next();
    if (next.done === true) return false;
    this.#pending = this.#pending.length === 0 ? next.value : Buffer.concat([this.#pending, next.value]);
    return true;
  }
}
