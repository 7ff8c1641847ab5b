import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useCan } from '../../../api/session.ts';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import { ListBar } from '../../../components/data-table/list-bar.tsx';
import { type ListState, useListState } from '../../../components/data-table/use-list-state.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import type { PagedList } from '../../../components/data-table/use-paged-list.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Icon } from '../../../components/icon.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { commonTexts } from '../../../texts/common.ts';
import { useTexts } from '../../../texts/language.ts';
import { type RelatedName, useNamesOf } from '../data/use-related.ts';
import type { View } from '../data/use-views.ts';
import { textOf } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { MarkReady } from './mark-ready.tsx';
import { MobileRow } from './mobile-row.tsx';
import { queryColumns } from './query-columns.ts';
import { idOfRow, type Row, useRecordColumns } from './record-columns.tsx';
import { RecordFilters } from './record-filters.tsx';
import { SavedFilters } from './saved-filters.tsx';
import { useRecordFilter } from './use-record-filter.ts';
import { useMarking } from './use-marking.tsx';
import { useRecords } from './use-records.ts';
import { useShownColumns } from './use-shown-columns.ts';
import { ViewTabs } from './view-tabs.tsx';

const unknown: RelatedName = () => undefined;

export function RecordList({ view, views }: { readonly view: View; readonly views: readonly View[] }) {
  const texts = useTexts(recordTexts);
  const names = useNames();
  const can = useCan();
  const list = useListState();
  const selection = useSelection();
  const { isRecord, fields, usual, shown } = useShownColumns(view, list);
  const filter = useRecordFilter(list, view);
  const columns = queryColumns(shown, fields, isRecord);
  const records = useRecords({ view: view.name, entity: view.entity, columns, filter: filter.text, sort: list.sort });
  const users = useRowUsers(records.rows, isRecord);
  const table = useRecordColumns({ view, fields, usual, shown, isRecord, related: isRecord ? unknown : users });
  const mark = useMarking(view.entity, selection, records.rows);
  const title = names.view(view);
  return (
    <>
      <PageHeader title={title}>
        {isRecord && can(view.entity, 'create') ? (
          <Button
            component={Link}
            href={`/records/${view.entity}/new${newType(view)}`}
            leftSection={<Icon name="plus" />}
          >
            {texts.create}
          </Button>
        ) : null}
      </PageHeader>
      <ViewTabs views={views} here={view} />
      <ListBar
        list={list}
        columns={table}
        placeholder={texts.placeholder}
        paged={records}
        {...(mark.may ? { selection, selectionActs: mark.button } : {})}
        count={countOf(records, texts.rows)}
      >
        <RecordFilters list={list} view={view} />
        <SavedFilters list={list} view={view} />
      </ListBar>
      <ProblemAlert error={records.error} />
      <DataTable
        label={title}
        columns={table}
        rows={records.rows}
        idOf={idOfRow}
        nameOf={(row) => textOf(row['registration'] ?? row['name'] ?? row['id'])}
        {...hrefs(view, isRecord)}
        phoneRow={(row) => <MobileRow row={row} table={table} />}
        list={list}
        {...(mark.may ? { selection, acts: mark.acts } : {})}
        waiting={records.waiting || filter.waits}
        hasMore={records.hasMore}
        loadingMore={records.loadingMore}
        loadMore={records.loadMore}
        glowing={records.glowing}
        empty={records.error === null ? <Empty list={list} view={view} isRecord={isRecord} /> : null}
      />
      {mark.may ? (
        <MarkReady entity={view.entity} asked={mark.asked} close={mark.close} done={selection.clear} />
      ) : null}
    </>
  );
}

function countOf(
  { rows, hasMore, waiting }: PagedList<Row>,
  text: (count: number, more: boolean) => string,
): string | undefined {
  return waiting && rows.length === 0 ? undefined : text(rows.length, hasMore);
}

/** A pass of the attendance has a page, the interval that follows from it has none. */
function hrefs({ entity, columns }: View, isRecord: boolean): { readonly hrefOf?: (row: Row) => string } {
  if (isRecord) return { hrefOf: (row) => `/records/${entity}/${idOfRow(row)}` };
  if (columns.includes('entryPassId'))
    return { hrefOf: (row) => `/records/time/${textOf(row['entryPassId'] ?? row['exitPassId'])}` };
  if (columns.includes('companyId')) return { hrefOf: (row) => `/records/companies/${textOf(row['companyId'])}` };
  return {};
}

/** The names of users of rows that are computed, and bring no names. */
function useRowUsers(rows: readonly Row[], isRecord: boolean): RelatedName {
  const ids = isRecord ? [] : rows.map((row) => row['userId']).filter((id) => typeof id === 'number');
  const some = [...new Set(ids)].sort((one, other) => one - other).slice(0, 100);
  return useNamesOf(some.length === 0 ? [] : [['users', some]]);
}

/** Whoever begins in "Sales invoices" begins with a sales invoice. */
function newType({ name }: View): string {
  const type = { 'invoices.sales': 'INVOICE.SALES', 'invoices.purchase': 'INVOICE.PURCHASE' }[name];
  return type === undefined ? '' : `?type=${type}`;
}

function Empty({
  list,
  view,
  isRecord,
}: {
  readonly list: ListState;
  readonly view: View;
  readonly isRecord: boolean;
}) {
  const texts = useTexts(recordTexts);
  const { list: words } = useTexts(commonTexts);
  const names = useNames();
  if (list.filters.length > 0) return <EmptyState icon="filter" title={words.nothingFits} />;
  return (
    <EmptyState icon="file" title={texts.empty.title(names.view(view))}>
      <p>{isRecord ? texts.empty.records : texts.empty.computed}</p>
    </EmptyState>
  );
}
