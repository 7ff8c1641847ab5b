import { Anchor, Modal, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { ListBar } from '../../components/data-table/list-bar.tsx';
import { usePagedList } from '../../components/data-table/use-paged-list.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { Viewer } from '../../components/viewer.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { auditTexts } from './audit-texts.ts';
import { administrationTexts } from './texts.ts';

type Row = Answer<'listAudit'>['data'][number];

export default function AuditPage() {
  const texts = useTexts(administrationTexts).audit;
  const words = useTexts(auditTexts);
  const { list: listTexts } = useTexts(commonTexts);
  const api = useApi();
  const list = useListState();
  const [shown, setShown] = useState<Row>();
  const query = useAuditQuery(list.get);
  const rows = usePagedList<Row>({
    queryKey: [api.unit, 'audit', query],
    idOf: ({ id }) => id,
    fetchPage: (cursor, signal) =>
      api.call('listAudit', {
        query: { ...query, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      }),
  });
  const columns = useAuditColumns(setShown);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about} />
      <ListBar list={list} columns={columns} placeholder={texts.placeholder}>
        <Select
          size="xs"
          aria-label={texts.what}
          placeholder={texts.anything}
          data={Object.entries(words).map(([value, label]) => ({ value, label }))}
          value={list.get('what') ?? null}
          searchable
          clearable
          onChange={(what) => list.set({ what: what ?? undefined })}
        />
        <DayFilter list={list} name="since" label={texts.since} />
        <DayFilter list={list} name="until" label={texts.until} />
      </ListBar>
      <ProblemAlert error={rows.error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={rows.rows}
        idOf={({ id }) => id}
        nameOf={({ what, who }) => `${what} ${who}`}
        phoneRow={(row) => <PhoneRow row={row} show={setShown} />}
        list={list}
        waiting={rows.waiting}
        hasMore={rows.hasMore}
        loadingMore={rows.loadingMore}
        loadMore={rows.loadMore}
        empty={
          list.filters.length > 0 ? (
            <EmptyState icon="filter" title={listTexts.nothingFits} />
          ) : (
            <EmptyState icon="list" title={texts.empty}>
              <p>{texts.emptyHow}</p>
            </EmptyState>
          )
        }
      />
      <Detail row={shown} close={() => setShown(undefined)} />
    </>
  );
}

/** Days are those of the person; the last one is included. */
function useAuditQuery(get: (name: string) => string | undefined) {
  const [search, what, who, since, until] = ['text', 'what', 'who', 'since', 'until'].map(get);
  return useMemo(() => {
    const from = since === undefined ? undefined : new Date(`${since}T00:00:00`).toISOString();
    const to = until === undefined ? undefined : new Date(`${until}T23:59:59.999`).toISOString();
    const given = { search, what, who, since: from, until: to };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  }, [search, what, who, since, until]);
}

function DayFilter({
  list,
  name,
  label,
}: {
  readonly list: ReturnType<typeof useListState>;
  readonly name: string;
  readonly label: string;
}) {
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={label}
      title={label}
      value={list.get(name) ?? ''}
      onChange={({ currentTarget }) => list.set({ [name]: currentTarget.value })}
    />
  );
}

function useWord(): (what: string) => string {
  const words: Readonly<Record<string, string>> = useTexts(auditTexts);
  return (what) => words[what] ?? what;
}

/** The facts of a row in one line; its page shows them whole. */
function inShort(detail: Row['detail']): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function useAuditColumns(show: (row: Row) => void): readonly Column<Row>[] {
  const texts = useTexts(administrationTexts).audit;
  const word = useWord();
  return [
    { key: 'at', label: texts.at, width: 210, cell: ({ at }) => <Moment at={at} as="seconds" /> },
    { key: 'who', label: texts.who, width: 180, cell: ({ who }) => who },
    {
      key: 'what',
      label: texts.what,
      width: 280,
      cell: (row) => (
        <Anchor component="button" type="button" onClick={() => show(row)}>
          {word(row.what)}
        </Anchor>
      ),
    },
    { key: 'detail', label: texts.detail, cell: ({ detail }) => <span className="gw-dimmed">{inShort(detail)}</span> },
  ];
}

function PhoneRow({ row, show }: { readonly row: Row; readonly show: (row: Row) => void }) {
  const word = useWord();
  return (
    <>
      <span className="gw-phone-line">
        <Anchor component="button" type="button" className="gw-cut" onClick={() => show(row)}>
          {word(row.what)}
        </Anchor>
        <Moment at={row.at} />
      </span>
      <span className="gw-phone-line gw-dimmed">
        <span className="gw-cut">{row.who}</span>
      </span>
    </>
  );
}

function Detail({ row, close }: { readonly row: Row | undefined; readonly close: () => void }) {
  const word = useWord();
  return (
    <Modal opened={row !== undefined} onClose={close} title={row === undefined ? '' : word(row.what)} size="xl">
      {row === undefined ? null : (
        <>
          <p className="gw-dimmed">
            {row.who}, <Moment at={row.at} as="seconds" />
          </p>
          <Viewer label={word(row.what)} body={JSON.stringify(row.detail)} />
        </>
      )}
    </Modal>
  );
}
