import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { usePagedList } from '../../components/data-table/use-paged-list.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { triggerTexts } from './texts.ts';

type Watched = Answer<'listWatched'>['data'][number];

/** What a trigger that watches would have sent. */
export function WatchedPanel({ name }: { readonly name: string }) {
  const api = useApi();
  const texts = useTexts(triggerTexts).watched;
  const paged = usePagedList<Watched>({
    queryKey: [api.unit, 'triggers', name, 'watched'],
    idOf: ({ id }) => id,
    fetchPage: (cursor, signal) =>
      api.call('listWatched', {
        path: { name },
        query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      }),
  });
  const columns: readonly Column<Watched>[] = [
    {
      ...{ key: 'record', label: texts.columns.record },
      cell: ({ entity, recordId }) => (recordId === null ? entity : `${entity} ${texts.record(recordId)}`),
    },
    { key: 'at', label: texts.columns.at, width: 160, cell: ({ at }) => <Moment at={at} /> },
    { key: 'to', label: texts.columns.to, cell: ({ connection }) => connection },
    { key: 'template', label: texts.columns.template, cell: ({ template }) => template },
  ];
  return (
    <>
      <p className="gw-dimmed">{texts.about}</p>
      <ProblemAlert error={paged.error} />
      <DataTable
        label={texts.about}
        columns={columns}
        rows={paged.rows}
        idOf={({ id }) => id}
        nameOf={({ recordId, entity }) => (recordId === null ? entity : texts.record(recordId))}
        hrefOf={({ entity, recordId }) => (recordId === null ? '/records' : `/records/${entity}/${recordId}`)}
        phoneRow={({ entity, recordId, connection, at }) => (
          <span className="gw-phone-row">
            <span>
              <strong>{recordId === null ? entity : texts.record(recordId)}</strong>
              <Moment at={at} />
            </span>
            <span className="gw-dimmed">{connection}</span>
          </span>
        )}
        waiting={paged.waiting}
        hasMore={paged.hasMore}
        loadingMore={paged.loadingMore}
        loadMore={paged.loadMore}
        empty={
          <EmptyState icon="eye" title={texts.empty}>
            <p>{texts.emptyHow}</p>
          </EmptyState>
        }
      />
    </>
  );
}
