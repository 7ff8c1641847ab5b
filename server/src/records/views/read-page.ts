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
  type PageRows,
  readAtOnce,
  readInPortions,
} from './page-store.ts';

export type ViewPage =
  | {
      readonly kind: 'page';
      /** The rows as JSON, joined by commas. */
      readonly rows: string;
      readonly count: number;
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
    if (enough || (await lookedAtAll(database, looks))) return pageOf(page);
  }
  throw new Error('the last way to read a page looks at everything');
}

function pageOf({ rows, count, more, last }: PageRows): ViewPage {
  return { kind: 'page', rows: rows ?? '', count, last: more ? (last ?? []) : undefined };
}

type Rows = PageRows & { readonly kind: 'rows' };

async function readRows(
  database: Database,
  query: PageQuery,
  read: PageRead,
  mostBytes: number,
): Promise<Rows | Extract<ViewPage, { kind: 'too-large' }>> {
  const { limit, columns } = query;
  const widths = columns.flatMap(({ fields }) => fields.map(({ most }) => most));
  const most = widths.reduce((sum, width) => sum + width, 0) * limit;
  if (most > mostAtOnce) return collectRows(database, query, read, mostBytes);
  const page = await readAtOnce(database, read, limit);
  const characters = page.rows?.length ?? 0;
  if (characters <= mostBytes) return { kind: 'rows', ...page };
  return { kind: 'too-large', fitting: Math.floor((page.count * mostBytes) / characters) };
}

async function collectRows(
  database: Database,
  { limit }: PageQuery,
  read: PageRead,
  mostBytes: number,
): Promise<Rows | Extract<ViewPage, { kind: 'too-large' }>> {
  const rows: string[] = [];
  let last: readonly string[] = [];
  let more = false;
  let characters = 0;
  await readInPortions(database, read, (found) => {
    for (const { row, keys } of found) {
      more = rows.length === limit;
      if (more) return false;
      characters += row.length;
      if (characters > mostBytes) return false;
      rows.push(row);
      last = keys;
    }
    return true;
  });
  if (characters > mostBytes) return { kind: 'too-large', fitting: rows.length };
  return { kind: 'rows', rows: rows.join(','), count: rows.length, more, last };
}
