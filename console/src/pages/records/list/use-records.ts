import { useLiveEvent } from '../../../api/live.ts';
import { useApi } from '../../../api/session.ts';
import { type PagedList, usePagedList } from '../../../components/data-table/use-paged-list.ts';
import type { Sort } from '../../../components/data-table/use-list-state.ts';
import { exportsOf, type Fields, textOf } from '../model/record.ts';
import { idOfRow, type Row } from './record-columns.tsx';

const pageRows = 50;

interface RecordsQuestion {
  readonly view: string;
  readonly entity: string;
  readonly columns: readonly string[];
  readonly filter: string;
  readonly sort: Sort | undefined;
}

/** The rows of a view, the newest first unless sorted, and kept as they are now. */
export function useRecords({ view, entity, columns, filter, sort }: RecordsQuestion): PagedList<Row> {
  const api = useApi();
  const order = sort === undefined ? '-id' : `${sort.descending ? '-' : ''}${sort.column}`;
  const read = async (query: object, signal?: AbortSignal) => {
    const page = await api.call('readViewPage', {
      path: { view },
      query: { columns: columns.join(), ...query },
      ...(signal === undefined ? {} : { signal }),
    });
    // The columns that were asked for.
    return { data: page.data as readonly Fields[], nextCursor: page.metadata.nextCursor };
  };
  const paged = usePagedList<Row>({
    queryKey: [api.unit, 'records', view, columns.join(), filter, order],
    fetchPage: (cursor, signal) =>
      read(
        {
          sort: order,
          limit: pageRows,
          ...(filter === '' ? {} : { externalFilter: filter }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        signal,
      ),
    idOf: idOfRow,
    readOne: async (id) => (await read({ externalFilter: `id=${id}`, limit: 1 })).data[0],
    newestFirst: sort === undefined,
  });
  useLiveEvent('records', (hint) => {
    if (hint.entity === entity || entity === 'intervals')
      paged.hint(entity === 'intervals' ? [] : hint.ids.map(String));
  });
  // A delivery names no record: the rows whose delivery it is are known by its id; the first page is read again anyway.
  useLiveEvent('deliveries', ({ ids }) => {
    if (!columns.includes('exports')) return;
    const told = new Set(ids);
    const own = paged.rows.filter((row) =>
      Object.values(exportsOf(row['exports'])).some(({ deliveryId }) => told.has(deliveryId ?? '')),
    );
    paged.hint(own.map((row) => textOf(row['id'])));
  });
  return paged;
}
