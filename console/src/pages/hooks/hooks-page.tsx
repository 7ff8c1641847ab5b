import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Answer } from '../../api/call.ts';
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
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { fitsText, sortRows } from '../integration/rows.ts';
import { CleanUpButton } from './clean-up-button.tsx';
import { nameOf, stateOf } from './hook.ts';
import { HookStateBadge } from './hook-state.tsx';
import { hookTexts } from './texts.ts';

type Row = Answer<'listHooks'>['data'][number];
const states = ['active', 'failing', 'paused', 'ended'] as const;

export default function HooksPage() {
  const texts = useTexts(hookTexts);
  const common = useTexts(commonTexts);
  const api = useApi();
  const list = useListState();
  const key = [api.unit, 'hooks', 'list'];
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('listHooks', { query: { limit: 1000 }, signal }),
  });
  useLiveQuery('connections', key);
  useLiveQuery('configuration', key);
  const columns = useColumns();
  const text = list.get('text') ?? '';
  const state = list.get('state');
  const all = data?.data ?? [];
  // What has ended is history: it is shown when asked for.
  const wanted = all.filter((hook) => (state === undefined ? stateOf(hook) !== 'ended' : stateOf(hook) === state));
  const fitting = wanted.filter((hook) => fitsText(text, nameOf(hook), hook.targetUrl, hook.event, hook.createdBy));
  const shown = sortRows(fitting, list.sort, sortValues);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <CleanUpButton />
        <Button component={Link} href="/hooks/new" leftSection={<Icon name="plus" />}>
          {texts.new}
        </Button>
      </PageHeader>
      <ListBar list={list} columns={columns} placeholder={texts.placeholder} count={texts.count(shown.length)}>
        <Select
          size="xs"
          w={150}
          clearable
          aria-label={texts.status}
          placeholder={texts.status}
          value={state ?? null}
          onChange={(value) => list.set({ state: value ?? undefined })}
          data={states.map((value) => ({ value, label: texts.states[value] }))}
        />
      </ListBar>
      <ProblemAlert error={error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={shown}
        idOf={({ id }) => id}
        nameOf={nameOf}
        hrefOf={({ id }) => `/hooks/${id}`}
        phoneRow={(hook) => <PhoneRow hook={hook} />}
        list={list}
        waiting={isPending}
        empty={
          all.length > 0 ? (
            <EmptyState icon="search" title={common.list.nothingFits} />
          ) : error !== null ? null : (
            <EmptyState icon="bell" title={texts.empty.title}>
              <p>{texts.empty.how}</p>
              <Button component={Link} href="/hooks/new">
                {texts.new}
              </Button>
            </EmptyState>
          )
        }
      />
    </>
  );
}

const sortValues: Readonly<Record<string, (hook: Row) => string | number>> = {
  name: nameOf,
  state: (hook) => states.indexOf(stateOf(hook)),
  event: ({ event }) => event ?? '',
  lastSuccess: ({ lastDeliveredAt }) => lastDeliveredAt ?? '',
};

function useColumns(): readonly Column<Row>[] {
  const texts = useTexts(hookTexts);
  const { columns } = texts;
  return [
    { ...{ key: 'name', label: columns.name, sortable: true }, cell: nameOf },
    {
      ...{ key: 'state', label: columns.state, width: 130, sortable: true },
      cell: (hook) => <HookStateBadge hook={hook} />,
    },
    {
      ...{ key: 'event', label: columns.event, sortable: true },
      cell: ({ event }) => event ?? <span className="gw-dimmed">{texts.allEvents}</span>,
    },
    {
      ...{ key: 'lastSuccess', label: columns.lastSuccess, width: 150, sortable: true },
      cell: ({ lastDeliveredAt }) =>
        lastDeliveredAt === null ? <span className="gw-dimmed">{texts.never}</span> : <Moment at={lastDeliveredAt} />,
    },
    { key: 'owner', label: columns.owner, width: 150, cell: ({ createdBy }) => createdBy },
    { key: 'address', label: columns.address, cell: ({ targetUrl }) => <span className="gw-mono">{targetUrl}</span> },
  ];
}

function PhoneRow({ hook }: { readonly hook: Row }) {
  const texts = useTexts(hookTexts);
  return (
    <span className="gw-phone-row">
      <span>
        <strong>{nameOf(hook)}</strong>
        <HookStateBadge hook={hook} />
      </span>
      <span className="gw-dimmed">{hook.event ?? texts.allEvents}</span>
    </span>
  );
}
