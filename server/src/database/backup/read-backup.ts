import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Refusal } from '../../errors.ts';
import {
  BackupDamage,
  backupFormat,
  type BackupHeader,
  BackupReader,
  type BackupTotals,
  type SequenceValue,
  type TableHeader,
} from './backup-file.ts';

export interface BackupVisitor {
  onHeader(header: BackupHeader): Promise<void>;
  /** Reads the rows to their end; resolves to how many there were. */
  onTable(table: TableHeader, rows: AsyncIterable<Buffer>): Promise<number>;
  onSequences(sequences: readonly SequenceValue[]): Promise<void>;
}

export interface BackupContent extends BackupTotals {
  readonly header: BackupHeader;
}

/**
 * Reads a backup from its first to its last byte and shows it to the visitor. Refuses (`illegal-state`) a file that cannot
 * be read, is no backup, is cut off or damaged; that may show at its very end only, so the visitor undoes what it did then.
 */
export async function readBackup(file: string, visitor: BackupVisitor): Promise<BackupContent> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(new BackupUnreadable(error.message, { cause: error })));
  source.pipe(unpacked);
  try {
    return await visit(new BackupReader(unpacked), visitor);
  } catch (error) {
    throw asFileRefusal(error, file);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

/** Reads a backup without a database: that it is whole, and what is in it. */
export function verifyBackup(file: string): Promise<BackupContent> {
  return readBackup(file, {
    onHeader: () => Promise.resolve(),
    onSequences: () => Promise.resolve(),
    onTable: async (_table, rows) => {
      let count = 0;
      for await (const bytes of rows) {
        for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count += 1;
      }
      return count;
    },
  });
}

async function visit(reader: BackupReader, visitor: BackupVisitor): Promise<BackupContent> {
  const header = (await reader.line()).value as BackupHeader;
  if (header.format !== backupFormat.format) throw new BackupDamage('it is not a backup of Gangway');
  if (header.version > backupFormat.version) {
    throw new Refusal(
      'illegal-state',
      `The backup was made by a newer Gangway (${header.program}): restore it with that one.`,
    );
  }
  await visitor.onHeader(header);
  const totals = { tables: 0, rows: 0 };
  for (;;) {
    // What a line is shows by its first name; the sum at the end vouches for the rest.
    const { value, sum } = await reader.line();
    const line = value as Partial<
      TableHeader & { sequences: SequenceValue[]; tables: number; rows: number; sha256: string }
    >;
    if (line.table !== undefined) {
      totals.rows += await visitTable(reader, visitor, line as TableHeader);
      totals.tables += 1;
    } else if (line.sequences !== undefined) await visitor.onSequences(line.sequences);
    else if (line.sha256 === sum && line.tables === totals.tables && line.rows === totals.rows) break;
    else throw new BackupDamage('its sum does not agree');
  }
  await reader.end();
  return { header, ...totals };
}

async function visitTable(reader: BackupReader, visitor: BackupVisitor, table: TableHeader): Promise<number> {
  const rows = await visitor.onTable(table, reader.rows());
  const { value } = await reader.line();
  if ((value as { rows?: unknown }).rows !== rows)
    throw new BackupDamage(`the table ${table.table} has another number of rows`);
  return rows;
}

function asFileRefusal(error: unknown, file: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const damage = error instanceof BackupDamage ? error.message : packing.get(code);
  if (damage !== undefined) {
    const sentence = `The backup ${file} cannot be used, ${damage}: nothing was restored; take another one.`;
    return new Refusal('illegal-state', sentence, [], { cause: error });
  }
  if (!(error instanceof BackupUnreadable)) return error;
  return new Refusal('illegal-state', `The backup ${file} cannot be read: ${error.message}`, [], { cause: error });
}

/** A fault of the file, not of what the visitor does with it. */
class BackupUnreadable extends Error {}

/** https://nodejs.org/api/zlib.html#error-codes-and-values */
const packing = new Map([
  ['Z_BUF_ERROR', 'it is cut off'],
  ['Z_DATA_ERROR', 'it is damaged, or not a backup of Gangway'],
]);
