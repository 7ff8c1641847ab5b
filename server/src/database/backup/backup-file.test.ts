import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackupReader, BackupWriter } from './backup-file.ts';

async function written(rows: readonly string[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const writer = new BackupWriter((bytes) => {
    pieces.push(bytes);
    return Promise.resolve();
  });
  await writer.line({ table: 'notes' });
  await writer.bytes(Buffer.from(rows.map((row) => `${row}\n`).join('')));
  await writer.endRows(rows.length);
  await writer.end({ tables: 1, rows: rows.length });
  return Buffer.concat(pieces);
}

/** The file in pieces of some size, as a stream brings it. */
async function* pieces(file: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield await Promise.resolve(file.subarray(at, at + size));
}

async function read(file: Buffer, size: number) {
  const reader = new BackupReader(pieces(file, size));
  const header = (await reader.line()).value;
  const parts: Buffer[] = [];
  for await (const bytes of reader.rows()) parts.push(bytes);
  const count = (await reader.line()).value;
  const { value: end, sum } = await reader.line();
  await reader.end();
  return { header, rows: Buffer.concat(parts).toString(), count, end, sum };
}

/** What COPY may write in a line: no line feed, and a backslash only before another character. */
const row = fc
  .array(fc.constantFrom('a', '\t', '\\\\', '\\N', '\\.', '.', 'č', '"'), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('the file of a backup', () => {
  it('gives back what was written, wherever the stream is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          row.filter((text) => text !== '\\.'),
          { maxLength: 10 },
        ),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const result = await read(await written(rows), size);
          expect(result.header).toEqual({ table: 'notes' });
          expect(result.rows).toBe(rows.map((text) => `${text}\n`).join(''));
          expect(result.count).toEqual({ rows: rows.length });
          expect(result.end).toMatchObject({ rows: rows.length, sha256: result.sum });
        },
      ),
    );
  });

  it('shows every place at which it was cut off', async () => {
    const file = await written(['one', 'two']);
    for (let length = 0; length < file.length; length += 1) {
      await expect(read(file.subarray(0, length), 7)).rejects.toThrow('it is cut off');
    }
  });

  it('shows a changed byte by its sum, and what stands behind its end', async () => {
    const file = await written(['one', 'two']);
    const changed = Buffer.from(file.toString().replace('two', 'tow'));
    const { end, sum } = await read(changed, 1000);
    expect(end).not.toMatchObject({ sha256: sum });
    await expect(read(Buffer.concat([file, Buffer.from('x')]), 1000)).rejects.toThrow('behind its end');
  });
});
