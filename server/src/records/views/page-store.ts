import type { Database, Queryable, Statement, Transaction } from '../../database/database.ts';
import { filterCondition } from '../filter/filter-store.ts';
import type { Condition } from '../filter/filter.ts';
import type { Viewer } from '../../access/rights.ts';
import type { Column, CompiledView } from './compile-view.ts';
import type { SortKey } from './sort.ts';
import type { FieldKey, SqlContext, ViewField } from './view-field.ts';
import type { ChangeSpan, ViewSource } from './view-source.ts';

/** What is asked of a view, its names and values judged. */
export interface PageQuery {
  readonly view: CompiledView;
  readonly columns: readonly Column[];
  /** The call's own filter, beside the view's. */
  readonly condition?: Condition<ViewField> | undefined;
  /** The last one is the id. */
  readonly sort: readonly SortKey[];
  /** ISO 8601: only what was changed then or later. */
  readonly since?: string | undefined;
  readonly limit: number;
  readonly offset: number;
  /** The keys of the row that the page goes on behind. */
  readonly behind?: readonly string[] | undefined;
}

export interface PageReader {
  readonly unitId: number;
  readonly viewer: Viewer;
  readonly zone: string;
}

/** A row as JSON, and the keys that it is ordered by. */
export interface PageRow {
  readonly row: string;
  readonly keys: readonly string[];
}

/** A whole page: its rows joined by commas, how many there are, the keys of the last one, and whether another follows. */
export interface PageRows {
  readonly rows: string | null;
  readonly count: number;
  readonly last: readonly string[] | null;
  readonly more: boolean;
}

/** So many changes are looked at before everything else is sorted instead: some 30 ms. */
const mostChanges = 10_000;
/** What was changed lately, in another order: to read and sort so many takes a tenth of a second. */
const mostLately = 50_000;

/** One way to have the rows of a page. */
export interface PageRead {
  readonly statement: Statement;
  /** The statement looks at so many changes at most; `count` says how many there were. undefined: it looks at everything. */
  readonly looks?: {
    readonly most: number;
    readonly count: Statement;
    /** Fewer rows than a page, or a whole one: it is right only where all changes were looked at. */
    readonly onlyWhole: boolean;
  };
}

/**
 * The ways to try one after the other, each until it gives a page that is right. In the order of changes the last ones are looked at first: that is a page's
 * worth for most filters. A filter that few rows fit is better answered by its own index and a sort; so is another order of what was changed lately.
 */
export function pageReads(query: PageQuery, reader: PageReader): PageRead[] {
  const { sort, since, view, offset, limit } = query;
  const { changes, updatedAt } = view.source;
  const plain = { statement: plainPage(query, reader) };
  const needed = offset + limit + 1;
  if (changes === undefined) return [plain];
  if (sort.length === 2 && sort[0]?.field.path === updatedAt?.path) {
    return [2 * needed + 100, mostChanges + needed]
      .map((most) => changesPage(query, reader, changes, most))
      .concat(plain);
  }
  return since === undefined ? [plain] : [changedLatelyPage(query, reader, changes, since), plain];
}

type Changes = NonNullable<ViewSource['changes']>;

function changesPage(query: PageQuery, reader: PageReader, changes: Changes, most: number): PageRead {
  const { sort, since, behind } = query;
  const [at, id] = behind ?? [];
  const span: ChangeSpan = {
    ...{ descending: sort[0]?.descending ?? false, most },
    ...(since === undefined ? {} : { since }),
    ...(at === undefined || id === undefined ? {} : { behind: { at, id } }),
  };
  const page = write(reader, (sql) => {
    const { rows, order } = changes(sql, span);
    const { from, where } = rows();
    const conditions = [...where, ...viewConditions(query, sql)];
    return `${selected(query, sql)} from ${from}${whereOf(conditions)} order by ${order.join(', ')} ${limits(query, sql)}`;
  });
  return { statement: page, looks: { most, count: countChanges(reader, changes, span), onlyWhole: false } };
}

/** Another order of what was changed since a moment that is not long ago. */
function changedLatelyPage(query: PageQuery, reader: PageReader, changes: Changes, since: string): PageRead {
  const span: ChangeSpan = { descending: false, since, most: mostLately };
  const lately = (sql: SqlContext): string => `r.id = any(array(select c.id from ${changes(sql, span).changes}))`;
  const count = countChanges(reader, changes, span);
  return { statement: plainPage(query, reader, lately), looks: { most: mostLately, count, onlyWhole: true } };
}

function countChanges(reader: PageReader, changes: Changes, span: ChangeSpan): Statement {
  return write(reader, (sql) => `select count(*) as looked from ${changes(sql, span).changes}`);
}

function plainPage(query: PageQuery, reader: PageReader, narrowed?: (sql: SqlContext) => string): Statement {
  const { view, sort, behind, since } = query;
  return write(reader, (sql) => {
    const { from, where } = view.source.rows(sql);
    const keys = sort.map(({ field, descending }) => ({ ...keyOf(field, sql), descending }));
    const order = ` order by ${keys.map((key) => `${key.sql}${key.descending ? ' desc' : ''}`).join(', ')}`;
    const conditions = [
      ...where,
      ...ownConditions(query, sql),
      ...(narrowed === undefined ? [] : [narrowed(sql)]),
      ...(since === undefined ? [] : [sinceCondition(view, since, sql)]),
      ...(behind === undefined ? [] : [keyset(keys, behind, sql)]),
    ];
    const byType = typesApart(query, sql);
    const rows =
      byType === undefined
        ? `${from}${whereOf([...conditions, ...typeCondition(view, sql)])}`
        : `(${byType.map((type) => `(select r.* from ${from}${whereOf([...conditions, type])}${order} ${mostOfType(query, sql)})`).join(' union all ')}) r`;
    return `${selected(query, sql)} from ${rows}${order} ${limits(query, sql)}`;
  });
}

/**
 * Records of several types by id: the first ones of each type, one beside the other. Asked for together, the database reads all records by id until it has
 * enough of these types; where the first of them came late, that were a million rows.
 */
function typesApart(
  { view: { types, source }, sort, offset, limit }: PageQuery,
  { bind }: SqlContext,
): string[] | undefined {
  const key = source.fields.find(['type'])?.key;
  const byId = sort.length === 1 && sort[0]?.field.path === source.id.path;
  if (key === undefined || types === undefined || !byId || offset + limit > 20_000) return undefined;
  return types.length < 2 || types.length > 20 ? undefined : types.map((type) => `${key.sql} = ${bind(type)}::text`);
}

function mostOfType({ offset, limit }: PageQuery, { bind }: SqlContext): string {
  return `limit ${bind(offset + limit + 1)}`;
}

function write(reader: PageReader, build: (sql: SqlContext) => string): Statement {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  return { text: build({ bind, unitId: reader.unitId, who: reader.viewer, zone: reader.zone }), values };
}

/**
 * The rows are written as JSON by the database: a thousand of them arrive as one text, and the one thread that answers everybody has little to do with them.
 * To take fields one by one, read them and write them anew took it five times as long.
 */
function selected({ columns, sort }: PageQuery, sql: SqlContext): string {
  const keys = sort.map(({ field }) => `(${keyOf(field, sql).sql})::text`);
  return `select ${rowJson(columns, sql)} as row, array[${keys.join(', ')}] as keys`;
}

/** A function of PostgreSQL has 100 arguments at most. */
const mostArguments = 90;

function rowJson(columns: readonly Column[], sql: SqlContext): string {
  const { bind } = sql;
  const parts = columns.flatMap(({ name, fields, within }, index) => {
    const begin = `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    if (within === undefined) return fields.flatMap((field) => [`${bind(begin)}::text`, fieldJson(field, sql)]);
    return fields
      .flatMap((field, place) => {
        const key = `${JSON.stringify(within[place])}:`;
        return [`${bind(place === 0 ? `${begin}{${key}` : `,${key}`)}::text`, fieldJson(field, sql)];
      })
      .concat(fields.length === 0 ? `${bind(`${begin}{}`)}::text` : `'}'`);
  });
  const groups = Array.from({ length: Math.ceil(parts.length / mostArguments) }, (_, group) =>
    parts.slice(group * mostArguments, (group + 1) * mostArguments),
  );
  return `concat(${groups.map((group) => `concat(${group.join(', ')})`).join(', ')}, '}')`;
}

function fieldJson(field: ViewField, sql: SqlContext): string {
  return `coalesce(${field.json(sql)}, '${field.empty ?? 'null'}'::${field.jsonType})`;
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}

/** One row more than the page has tells whether another page follows. */
function limits({ limit, offset }: PageQuery, { bind }: SqlContext): string {
  return `limit ${bind(limit + 1)}${offset === 0 ? '' : ` offset ${bind(offset)}`}`;
}

function viewConditions(query: PageQuery, sql: SqlContext): string[] {
  return [...typeCondition(query.view, sql), ...ownConditions(query, sql)];
}

function typeCondition({ types, source }: CompiledView, { bind }: SqlContext): string[] {
  const key = source.fields.find(['type'])?.key;
  if (types === undefined || key === undefined) return [];
  return [types.length === 1 ? `${key.sql} = ${bind(types[0])}::text` : `${key.sql} = any(${bind(types)}::text[])`];
}

/** The filter of the view, and that of the call. */
function ownConditions({ view, condition }: PageQuery, sql: SqlContext): string[] {
  return [view.condition, condition].flatMap((each) => (each === undefined ? [] : [filterCondition(each, sql)]));
}

function sinceCondition({ source }: CompiledView, since: string, sql: SqlContext): string {
  const field = source.updatedAt;
  if (field === undefined) throw new Error(`${source.name} does not know when its rows were changed`);
  return `${field.value(sql, 'moment')} >= ${sql.bind(since)}::timestamptz`;
}

type Key = Pick<FieldKey, 'sql'> & { readonly type: FieldKey['type'] | 'boolean' };

/** What rows are ordered by: never null. */
function keyOf(field: ViewField, sql: SqlContext): Key {
  if (field.key !== undefined) return field.key;
  switch (field.kind) {
    case 'number':
      return { sql: `coalesce(${field.value(sql, 'number')}, '-Infinity')`, type: 'numeric' };
    case 'boolean':
      return { sql: `coalesce(${field.value(sql, 'boolean')}, false)`, type: 'boolean' };
    case 'moment':
      return { sql: `coalesce(${field.value(sql, 'moment')}, '-infinity')`, type: 'timestamptz' };
    default:
      return { sql: `coalesce(${field.value(sql, 'text')}, '')`, type: 'text' };
  }
}

/** The type of the key that rows are ordered by for a field: what a cursor may hold at its place. */
export function keyType(field: ViewField): Key['type'] {
  const nothing: SqlContext = {
    ...{ bind: () => '', unitId: 0, zone: 'UTC' },
    who: { userId: null, groups: [], administrator: true },
  };
  return keyOf(field, nothing).type;
}

/** The rows behind one with these keys. One comparison of rows where all keys go the same way: an index begins there. */
function keyset(
  keys: readonly (Key & { readonly descending: boolean })[],
  behind: readonly string[],
  { bind }: SqlContext,
): string {
  const values = keys.map(({ type }, index) => `${bind(behind[index])}::${type}`);
  const [first] = keys;
  const sign = (descending: boolean): string => (descending ? '<' : '>');
  if (first !== undefined && keys.every(({ descending }) => descending === first.descending)) {
    return `(${keys.map((key) => key.sql).join(', ')}) ${sign(first.descending)} (${values.join(', ')})`;
  }
  const steps = keys.map((key, index) => {
    const same = keys.slice(0, index).map((earlier, place) => `${earlier.sql} = ${values[place] ?? ''}`);
    return `(${[...same, `${key.sql} ${sign(key.descending)} ${values[index] ?? ''}`].join(' and ')})`;
  });
  return `(${steps.join(' or ')})`;
}

/** So long a page may take: somebody waits for it, and others for the database. */
export const mostSeconds = 30;

/** A page that fits into memory whatever its fields hold. */
export async function readAtOnce(
  database: Database,
  { statement: { text, values = [] } }: PageRead,
  limit: number,
): Promise<PageRows> {
  const whole = {
    text: `select string_agg(row, ',') filter (where place <= ${limit}) as rows, least(count(*), ${limit}) as count, count(*) > ${limit} as more,
             max(keys) filter (where place = ${limit}) as last from (select row_number() over () as place, * from (${text}) page) page`,
    values,
  };
  return database.transaction(async (transaction) => {
    const [, [page]] = await Promise.all([limitTime(transaction), transaction.query<PageRows & object>(whole)]);
    if (page === undefined) throw new Error('an aggregate has one row');
    return page;
  });
}

async function limitTime(transaction: Transaction): Promise<void> {
  await transaction.query({ text: `set local statement_timeout to '${mostSeconds}s'` });
}

/** PostgreSQL ended a statement that took too long. */
export function tookTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}

/** Whether the statement has looked at all changes there are, and not only at as many as it might. */
export async function lookedAtAll(queryable: Queryable, looks: NonNullable<PageRead['looks']>): Promise<boolean> {
  const [row] = await queryable.query<{ looked: number }>(looks.count);
  return row !== undefined && row.looked < looks.most;
}

/** Rows of a page whose fields may be long, in portions, as long as `more` says so: a thousand invoices of ten thousand lines would not fit into memory. */
export async function readInPortions(
  database: Database,
  { statement: { text, values = [] } }: PageRead,
  more: (rows: readonly PageRow[]) => boolean,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await limitTime(transaction);
    await transaction.query({ text: `declare view_page no scroll cursor for ${text}`, values });
    for (let size = 20, goOn = true; goOn; size = Math.min(500, size * 2)) {
      const rows = await transaction.query<PageRow & object>({ text: `fetch ${size} from view_page` });
      goOn = more(rows) && rows.length === size;
    }
    await transaction.query({ text: 'close view_page' });
  });
}
