import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Schemas } from '../../api/call.ts';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { ListBar } from '../../components/data-table/list-bar.tsx';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useFormat } from '../../format/format.ts';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { FlowChart } from '../integration/flow-chart.tsx';
import '../integration/integration.css';
import { fitsText, sortRows } from '../integration/rows.ts';
import { useObjects } from '../integration/use-object.ts';
import { ConnectionStateBadge, type Flow } from './connection-state.tsx';
import { connectionTexts } from './texts.ts';

interface Row {
  readonly body: Schemas['Connection'];
  /** How it is doing; undefined until that is known. */
  readonly flow: Flow | undefined;
}

export default function ConnectionsPage() {
  const texts = useTexts(connectionTexts);
  const common = useTexts(commonTexts);
  const list = useListState();
  const { rows, error, waiting } = useConnections();
  const columns = useColumns();
  const text = list.get('text') ?? '';
  const fitting = rows.filter(({ body }) => fitsText(text, body.name, body.title, body.url));
  const shown = sortRows(fitting, list.sort, sortValues);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <Button component={Link} href="/connections/new" leftSection={<Icon name="plus" />}>
          {texts.new}
        </Button>
      </PageHeader>
      <ListBar list={list} columns={columns} placeholder={texts.placeholder} count={texts.count(shown.length)} />
      <ProblemAlert error={error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={shown}
        idOf={({ body }) => body.name}
        nameOf={({ body }) => body.title ?? body.name}
        hrefOf={({ body }) => `/connections/${body.name}`}
        phoneRow={(row) => <PhoneRow row={row} />}
        list={list}
        waiting={waiting}
        empty={
          text === '' ? (
            <EmptyState icon="plug" title={texts.empty.title}>
              <p>{texts.empty.how}</p>
              <Button component={Link} href="/connections/new">
                {texts.new}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState icon="search" title={common.list.nothingFits} />
          )
        }
      />
    </>
  );
}

const sortValues: Readonly<Record<string, (row: Row) => string | number>> = {
  name: ({ body }) => body.title ?? body.name,
  state: ({ flow }) => ['failing', 'paused', 'ok', 'idle'].indexOf(flow?.state ?? 'idle'),
  lastSuccess: ({ flow }) => flow?.lastSuccessAt ?? '',
  waiting: ({ flow }) => flow?.waiting ?? 0,
  failed: ({ flow }) => flow?.failed ?? 0,
};

function useConnections(): { readonly rows: readonly Row[]; readonly error: Error | null; readonly waiting: boolean } {
  const api = useApi();
  const objects = useObjects('connections');
  const key = [api.unit, 'overview', '24h'];
  const overview = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('readOverview', { query: { range: '24h' }, signal }),
  });
  useLiveQuery('connections', key);
  const flows = new Map(overview.data?.connections.map((flow) => [flow.name, flow]));
  return {
    rows: (objects.data ?? []).map(({ body }) => ({ body, flow: flows.get(body.name) })),
    error: objects.error ?? overview.error,
    waiting: objects.isPending,
  };
}

function useColumns(): readonly Column<Row>[] {
  const texts = useTexts(connectionTexts);
  const format = useFormat();
  const { columns } = texts;
  const count = (value: number | undefined): string => (value === undefined ? '' : format.number(value));
  return [
    {
      ...{ key: 'name', label: columns.name, sortable: true },
      cell: ({ body }) => (
        <>
          {body.title ?? body.name} {body.title === undefined ? null : <span className="gw-dimmed">{body.name}</span>}
        </>
      ),
    },
    {
      ...{ key: 'state', label: columns.state, width: 175, sortable: true },
      cell: ({ flow }) =>
        flow === undefined ? null : <ConnectionStateBadge state={flow.state} reason={flow.reason} />,
    },
    {
      ...{ key: 'lastSuccess', label: columns.lastSuccess, width: 140, sortable: true },
      cell: ({ flow }) => <LastSuccess at={flow?.lastSuccessAt ?? null} />,
    },
    {
      ...{ key: 'waiting', label: columns.waiting, width: 90, align: 'right' as const, sortable: true },
      cell: ({ flow }) => count(flow?.waiting),
    },
    {
      ...{ key: 'failed', label: columns.failed, width: 90, align: 'right' as const, sortable: true },
      cell: ({ flow }) => <span className={(flow?.failed ?? 0) > 0 ? 'gw-bad' : ''}>{count(flow?.failed)}</span>,
    },
    {
      ...{ key: 'flow', label: columns.flow, width: 170 },
      cell: ({ flow }) => (flow === undefined ? null : <FlowChart series={flow.series} />),
    },
    { key: 'address', label: columns.address, cell: ({ body }) => <span className="gw-mono">{body.url}</span> },
    {
      ...{ key: 'authentication', label: columns.authentication, width: 170, hidden: true },
      cell: ({ body }) => texts.authentication.kinds[body.authentication?.kind ?? 'none'],
    },
  ];
}

function LastSuccess({ at }: { readonly at: string | null }) {
  const { never } = useTexts(connectionTexts);
  return at === null ? <span className="gw-dimmed">{never}</span> : <Moment at={at} />;
}

function PhoneRow({ row: { body, flow } }: { readonly row: Row }) {
  const texts = useTexts(connectionTexts).columns;
  return (
    <span className="gw-phone-row">
      <span>
        <strong>{body.title ?? body.name}</strong>
        {flow === undefined ? null : <ConnectionStateBadge state={flow.state} />}
      </span>
      <span className="gw-dimmed">
        {flow === undefined ? body.url : `${texts.waiting} ${flow.waiting} · ${texts.failed} ${flow.failed}`}
      </span>
    </span>
  );
}
