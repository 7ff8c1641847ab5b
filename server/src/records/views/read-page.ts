import type { Database } from '../../database/database.ts';
import { FewAtATime } from './few-at-a-time.ts';
import {
  lookedAtAll,
  mostSeconds,
  tookTooLong,
  type PageQuery,
  type PageRead,
  type PageReader,
  pageReads,
  type PageRow,
  readAtOnce,
  readInPortions,
} from './page-store.ts';
import { rowWriter } from './page-text.ts';

export type ViewPage =
  | {
      readonly kind: 'page';
      /** The rows as JSON, each an object. */
      readonly rows: readonly string[];
      /** The keys of the last row, where another one follows. */
      readonly last: readonly string[] | undefined;
    }
  /** The rows are more than `mostBytes`; so many would have been below it. */
  | { readonly kind: 'too-large'; readonly fitting: number }
  | { readonly kind: 'too-slow'; readonly seconds: number };

/** Characters of a page that are read at once without asking how many there are; a page that could have more is read in portions. */
const mostAtOnce = 200_000_000;

/** Of a server's connections to its database no more than these are taken by pages: a few slow ones must not keep everybody else waiting. */
const mostPages = 4;
const turns = new WeakMap<Database, FewAtATime>();

/** Reads one page. The caller has the right to read the view's entity; rows that are not for the caller are not among them, nor counted. */
export async function readPage(
  database: Database,
  query: PageQuery,
  reader: PageReader,
  mostBytes: number,
): Promise<ViewPage> {
  const few = turns.get(database) ?? new FewAtATime(mostPages);
  turns.set(database, few);
  try {
    return await few.run(() => readInTurn(database, query, reader, mostBytes));
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    return { kind: 'too-slow', seconds: mostSeconds };
  }
}

async function readInTurn(
  database: Database,
  query: PageQuery,
  reader: PageReader,
  mostBytes: number,
): Promise<ViewPage> {
  for (const read of pageReads(query, reader)) {
    const { looks } = read;
    if (looks?.onlyWhole === true && !(await lookedAtAll(database, looks))) continue;
    const page = await readRows(database, query, read, mostBytes);
    if (page.kind === 'too-large') return page;
    const enough = page.more || looks === undefined || looks.onlyWhole;
    if (enough || (await lookedAtAll(database, looks)))
      return { kind: 'page', rows: page.rows, last: page.more ? page.last : undefined };
  }
  throw new Error('the last way to read a page looks at everything');
}

interface Rows {
  readonly kind: 'rows';
  readonly rows: readonly string[];
  /** The keys of the last one. */
  readonly last: readonly string[];
  /** Another one follows. */
  readonly more: boolean;
}

async function readRows(
  database: Database,
  query: PageQuery,
  read: PageRead,
  mostBytes: number,
): Promise<Rows | Extract<ViewPage, { kind: 'too-large' }>> {
  const { limit, columns, sort } = query;
  const write = rowWriter(columns);
  const rows: string[] = [];
  let last: PageRow = {};
  let more = false;
  let characters = 0;
  const take = (found: readonly PageRow[]): boolean => {
    for (const row of found) {
      more = rows.length === limit;
      if (more) return false;
      const text = write(row);
      characters += text.length;
      if (characters > mostBytes) return false;
      rows.push(text);
      last = row;
    }
    return true;
  };
  const widths = columns.flatMap(({ fields }) => fields.map(({ most }) => most));
  const most = widths.reduce((sum, width) => sum + width, 0) * limit;
  if (most > mostAtOnce) await readInPortions(database, read, take);
  else take(await readAtOnce(database, read));
  if (characters > mostBytes) return { kind: 'too-large', fitting: rows.length };
  return { kind: 'rows', rows, more, last: sort.map((_, index) => last[`o${index}`] ?? '') };
}
