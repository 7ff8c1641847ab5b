import { Type } from 'typebox';
import { requireRight, rightSentence } from '../access/require-right.ts';
import { may, type Viewer } from '../access/rights.ts';
import { type Fault, refuse } from '../errors.ts';
import { viewsOf } from '../integration/unit-views.ts';
import { didYouMean, listWords } from '../records/suggest.ts';
import { askView } from '../records/views/ask-view.ts';
import type { CompiledView } from '../records/views/compile-view.ts';
import { PageMarks } from '../records/views/page-marks.ts';
import { readPage } from '../records/views/read-page.ts';
import type { UnitPlans } from '../triggers/unit-plan.ts';
import { answerLimitBytes } from './answer-text.ts';
import { type Call, operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { OrNull, UnitPath } from './schemas.ts';

const ViewPath = Type.Object({
  ...UnitPath.properties,
  view: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'The name of the view.',
    examples: ['invoices.sales'],
  }),
});

const ViewQuery = Type.Object(
  {
    columns: Type.Optional(
      Type.String({
        description:
          'Which fields a row has, separated by commas; the columns of the view unless said. Any field of the entity, at any depth, and fields of records that it refers to. `*`: every field of the entity, as a record has them.',
        examples: ['id,number,company.name,total'],
      }),
    ),
    properties: Type.Optional(
      Type.String({
        description: 'Which properties a row has under `properties`, separated by commas.',
        examples: ['extStatus,accountingNumber'],
      }),
    ),
    externalFilter: Type.Optional(
      Type.String({
        description:
          'Only rows that fit: =, !=, <, <=, >, >=, IN, ANY (a list contains), AND, OR, NOT, parentheses, texts in single quotes, numbers, true, false, null. Raw or percent-encoded.',
        examples: ["(type='INVOICE.SALES' AND status='APPROVED')"],
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description: 'Rows at most; 1000 unless the view says otherwise.',
        examples: [1000],
      }),
    ),
    offset: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        description: 'Leaves so many rows out: `nextOffset` of the page before.',
        examples: [0],
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        maxLength: 8_000,
        description:
          'Goes on behind the page whose `nextCursor` this was, whatever was inserted or changed meanwhile. Instead of `offset`.',
      }),
    ),
    sort: Type.Optional(
      Type.String({
        maxLength: 500,
        description:
          'Fields separated by commas, `-` before one for the greatest first. By id unless said; with `updatedSince` in the order of the changes.',
        examples: ['-issuedOn,number'],
      }),
    ),
    updatedSince: Type.Optional(
      Type.String({
        description:
          'Only what was created or changed then or later: a moment with its zone, or a date, which begins in the zone of the unit.',
        examples: ['2026-11-23T10:00:00+01:00'],
      }),
    ),
  },
  { additionalProperties: false },
);

const Row = Type.Record(Type.String(), Type.Unknown(), { description: 'The columns that were asked for.' });

export const ViewPageWire = Type.Object(
  {
    metadata: Type.Object({
      count: Type.Integer({ description: 'The rows on this page.', examples: [1] }),
      limit: Type.Integer({ description: 'How many there may be on a page.', examples: [1000] }),
      nextOffset: OrNull(
        Type.Integer({ description: 'Hand it in as `offset` for the next page; null: this was the last one.' }),
      ),
      nextCursor: OrNull(
        Type.String({ description: 'Hand it in as `cursor` for the next page; null: this was the last one.' }),
      ),
    }),
    data: Type.Array(Row, { examples: [[{ id: 7, number: '260100001', total: '2421.21' }]] }),
  },
  { description: 'A page of the view.' },
);

export const readView = operation({
  id: 'readViewPage',
  tag: 'Records',
  summary: 'Reads a page of a view.',
  description:
    'Rows that the caller may not read are not in it and count nowhere. Follow `nextOffset` or `nextCursor` until it is null. An answer above 10 MB is refused.',
  params: ViewPath,
  query: ViewQuery,
  answers: { 200: ViewPageWire },
  refusals: ['not-found', 'too-large'],
  handle: async ({ parts, caller, params, query }) => {
    const plan = await parts.plans.read(parts.database, caller.unitId);
    const view = findView(viewsOf(plan), params.view, caller);
    const { zone } = plan.unit;
    const asked = askView(view, query, zone, (entity) => may(caller.rights, entity, 'read'));
    if (asked.kind === 'faulty') return refuseQuery(asked.faults);
    if (asked.kind === 'forbidden') {
      return refuse('forbidden', `${asked.field}: ${rightSentence(asked.entity, 'read')}`);
    }
    const reader = { unitId: caller.unitId, viewer: caller, zone };
    const { query: read, mark, cursorOf } = asked;
    const question = `${caller.unitId}/${caller.userId}/${mark}`;
    const marks = marksOf(parts);
    const now = parts.now().getTime();
    const known = read.behind === undefined ? marks.get(question, read.offset, now) : undefined;
    const counted = known === undefined ? read : { ...read, behind: known, offset: 0 };
    const page = await readPage(parts.database, counted, reader, answerLimitBytes);
    if (page.kind === 'too-large') return refuseSize(page.fitting, read.limit);
    if (page.kind === 'too-slow') return refuseTime(page.seconds);
    const nextOffset = read.offset + page.count;
    if (page.last !== undefined && read.behind === undefined) marks.set(question, nextOffset, page.last, now);
    const metadata = {
      count: page.count,
      limit: read.limit,
      // Whoever goes by cursors has no place in the list, because it moves.
      nextOffset: page.last === undefined || read.behind !== undefined ? null : nextOffset,
      nextCursor: page.last === undefined ? null : cursorOf(page.last),
    };
    return {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: `{"metadata":${JSON.stringify(metadata)},"data":[${page.rows}]}`,
    };
  },
});

/** Of one server, which is one set of plans. */
const marksByServer = new WeakMap<UnitPlans, PageMarks>();

function marksOf({ plans }: ApiParts): PageMarks {
  const marks = marksByServer.get(plans) ?? new PageMarks();
  marksByServer.set(plans, marks);
  return marks;
}

function findView(views: ReadonlyMap<string, CompiledView>, name: string, caller: Viewer): CompiledView {
  const view = views.get(name);
  if (view === undefined) {
    const hint = didYouMean(name, views.keys()) || ` There are ${listWords([...views.keys()], 'and', 40)}.`;
    return refuse('not-found', `There is no view ${JSON.stringify(name)}.${hint}`);
  }
  requireRight(caller, view.source.entity, 'read');
  return view;
}

function refuseQuery(faults: readonly Fault[]): never {
  const [first] = faults;
  const place =
    first?.path === undefined
      ? ''
      : `${first.path}${first.column === undefined ? '' : `, character ${first.column}`}: `;
  const sentence =
    faults.length === 1 && first !== undefined
      ? `${place}${first.message}`
      : `The address has ${faults.length} faults; each stands under errors.`;
  return refuse('invalid-parameter', sentence, faults);
}

function refuseSize(fitting: number, limit: number): never {
  const hint =
    fitting === 0
      ? 'Not even one row fits: ask for fewer columns.'
      : `Ask for less at a time: limit=${Math.max(1, Math.floor(fitting * 0.8))}, fewer columns, or a narrower externalFilter.`;
  return refuse('too-large', `The answer would be above 10 MB with limit=${limit}. ${hint}`);
}

function refuseTime(seconds: number): never {
  const message = `The page was not found within ${seconds} seconds. Filter and sort by type, status, companyId, ownerId, number, registration, issuedOn, name, createdAt or updatedAt, which are quick, or go on by cursor instead of offset.`;
  return refuse('invalid-parameter', message, [{ path: 'externalFilter', message }]);
}

const ViewLine = Type.Object({
  name: Type.String({ examples: ['invoices.sales'] }),
  title: Type.String({ examples: ['Sales invoices'] }),
  description: Type.Optional(Type.String()),
  entity: Type.String({ examples: ['documents'] }),
  columns: Type.Array(Type.String(), { description: 'What a row has unless the call says otherwise.' }),
  fields: Type.Array(Type.String(), { description: 'What else `columns`, `externalFilter` and `sort` may name.' }),
});

export const listViewsInForce = operation({
  id: 'listViewsInForce',
  tag: 'Records',
  summary: 'Lists the views that the caller may read, the built-in ones and the unit’s own.',
  params: UnitPath,
  answers: {
    200: Type.Object({ data: Type.Array(ViewLine), nextCursor: Type.Null() }, { description: 'The views by name.' }),
  },
  handle: async ({ parts, caller }: Call) => {
    const plan = await parts.plans.read(parts.database, caller.unitId);
    const readable = [...viewsOf(plan).values()].filter(({ source }) => may(caller.rights, source.entity, 'read'));
    return { body: { data: readable.map(viewLine), nextCursor: null } };
  },
});

function viewLine({ name, title, description, source, columns }: CompiledView): object {
  return {
    ...{ name, title, ...(description === undefined ? {} : { description }), entity: source.name },
    columns: columns.map((column) => column.name),
    fields: source.names,
  };
}
