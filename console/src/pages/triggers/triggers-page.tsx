import { Button, SegmentedControl } from '@mantine/core';
import { Link } from 'wouter';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { ListBar } from '../../components/data-table/list-bar.tsx';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { fitsText, sortRows } from '../integration/rows.ts';
import { useObjects } from '../integration/use-object.ts';
import { ModeBadge } from './mode-badge.tsx';
import { triggerTexts } from './texts.ts';
import { type Mode, modeOf, modes, sayDeliver, sayWhen, type Trigger } from './trigger.ts';
import { useBraked } from './use-braked.ts';

export default function TriggersPage() {
  const texts = useTexts(triggerTexts);
  const common = useTexts(commonTexts);
  const list = useListState();
  const { data, error, isPending } = useObjects('triggers');
  const columns = useColumns();
  const text = list.get('text') ?? '';
  const mode = modes.find((one) => one === list.get('mode'));
  const all = (data ?? []).map(({ body }) => body);
  const fitting = all.filter(
    (trigger) => (mode === undefined || modeOf(trigger) === mode) && fitsText(text, ...wordsOf(trigger)),
  );
  const shown = sortRows(fitting, list.sort, sortValues);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <Button component={Link} href="/triggers/new" leftSection={<Icon name="plus" />}>
          {texts.new}
        </Button>
      </PageHeader>
      <ListBar list={list} columns={columns} placeholder={texts.placeholder} count={texts.count(shown.length)}>
        <SegmentedControl
          size="xs"
          aria-label={texts.mode}
          value={mode ?? 'all'}
          onChange={(value) => list.set({ mode: value === 'all' ? undefined : value })}
          data={[
            { value: 'all', label: common.actions.showAll },
            ...modes.map((value) => ({ value, label: texts.modes[value] })),
          ]}
        />
      </ListBar>
      <ProblemAlert error={error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={shown}
        idOf={({ name }) => name}
        nameOf={({ name, title = name }) => title}
        hrefOf={({ name }) => `/triggers/${name}`}
        phoneRow={(trigger) => <PhoneRow trigger={trigger} />}
        list={list}
        waiting={isPending}
        empty={
          all.length > 0 ? (
            <EmptyState icon="search" title={common.list.nothingFits} />
          ) : error !== null ? null : (
            <EmptyState icon="zap" title={texts.empty.title}>
              <p>{texts.empty.how}</p>
              <Button component={Link} href="/triggers/new">
                {texts.new}
              </Button>
            </EmptyState>
          )
        }
      />
    </>
  );
}

const wordsOf = ({ name, title, entity, when, deliver = [] }: Trigger): readonly (string | undefined)[] => [
  ...[name, title, entity, when],
  ...deliver.flatMap(({ connection, hook, template }) => [connection, hook, template]),
];

const order: Readonly<Record<Mode, number>> = { live: 0, watch: 1, off: 2 };
const sortValues: Readonly<Record<string, (trigger: Trigger) => string | number>> = {
  name: ({ name, title = name }) => title,
  mode: (trigger) => order[modeOf(trigger)],
};

function useColumns(): readonly Column<Trigger>[] {
  const texts = useTexts(triggerTexts);
  const { columns } = texts;
  const braked = useBraked();
  return [
    {
      ...{ key: 'name', label: columns.name, sortable: true },
      cell: ({ name, title }) => (
        <>
          {title ?? name} {title === undefined ? null : <span className="gw-dimmed">{name}</span>}
        </>
      ),
    },
    {
      ...{ key: 'mode', label: columns.mode, width: 120, sortable: true },
      cell: (trigger) => <ModeBadge mode={modeOf(trigger)} />,
    },
    {
      key: 'event',
      label: columns.event,
      cell: (trigger) => (
        <>
          {trigger.entity === undefined ? null : <span className="gw-dimmed">{trigger.entity} </span>}
          {sayWhen(trigger, texts.events)}
        </>
      ),
    },
    {
      ...{ key: 'condition', label: columns.condition },
      cell: ({ when }) => <span className="gw-mono">{when ?? ''}</span>,
    },
    {
      ...{ key: 'deliver', label: columns.deliver },
      cell: ({ deliver = [], emit }) =>
        [...deliver.map((one) => sayDeliver(one, texts.to)), ...(emit === undefined ? [] : [texts.emits(emit)])].join(
          ', ',
        ),
    },
    {
      ...{ key: 'brake', label: columns.brake, width: 90, align: 'right' as const },
      cell: ({ name, brake }) => {
        const held = braked.get(name);
        return held === undefined ? (brake ?? '') : <span className="gw-bad">{texts.brake.release(held.count)}</span>;
      },
    },
  ];
}

function PhoneRow({ trigger }: { readonly trigger: Trigger }) {
  const texts = useTexts(triggerTexts);
  return (
    <span className="gw-phone-row">
      <span>
        <strong>{trigger.title ?? trigger.name}</strong>
        <ModeBadge mode={modeOf(trigger)} />
      </span>
      <span className="gw-dimmed">{sayWhen(trigger, texts.events)}</span>
    </span>
  );
}
