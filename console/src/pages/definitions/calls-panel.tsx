import { Select } from '@mantine/core';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { usePagedList } from '../../components/data-table/use-paged-list.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { addressOf, type Definition } from './definition.ts';
import { definitionTexts } from './texts.ts';

type Call = Answer<'listCalls'>['data'][number];
const outcomes = ['accepted', 'refused', 'failed', 'repeated'] as const;
const looks: Readonly<Record<string, readonly [Tone, IconName]>> = {
  accepted: ['green', 'checkCircle'],
  refused: ['red', 'xCircle'],
  failed: ['red', 'alert'],
  repeated: ['grey', 'replace'],
};

export function OutcomeBadge({ outcome }: { readonly outcome: string }) {
  const texts = useTexts(definitionTexts).calls.outcomes;
  const words: Readonly<Record<string, string>> = texts;
  const [tone, icon] = looks[outcome] ?? ['grey', 'info'];
  return <ToneBadge tone={tone} icon={icon} text={words[outcome] ?? outcome} />;
}

/** What called a definition, the newest first. */
export function CallsPanel({ definition }: { readonly definition: Definition }) {
  const texts = useTexts(definitionTexts).calls;
  const api = useApi();
  const list = useListState();
  const { name } = definition;
  const outcome = list.get('outcome');
  const paged = usePagedList<Call>({
    queryKey: [api.unit, 'calls', name, outcome],
    idOf: ({ id }) => id,
    fetchPage: (cursor, signal) =>
      api.call('listCalls', {
        query: {
          definition: name,
          limit: 50,
          ...(outcome === undefined ? {} : { outcome: [outcome] }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        ...(signal === undefined ? {} : { signal }),
      }),
  });
  const columns = useColumns();
  return (
    <>
      <Select
        size="xs"
        w={170}
        mb="sm"
        clearable
        aria-label={texts.outcome}
        placeholder={texts.outcome}
        data={outcomes.map((value) => ({ value, label: texts.outcomes[value] }))}
        value={outcome ?? null}
        onChange={(value) => list.set({ outcome: value ?? undefined })}
      />
      <ProblemAlert error={paged.error} />
      <DataTable
        label={texts.request}
        columns={columns}
        rows={paged.rows}
        idOf={({ id }) => id}
        nameOf={({ sentence }) => sentence}
        hrefOf={({ id }) => `/definitions/${name}/calls/${id}`}
        phoneRow={(call) => (
          <span className="gw-phone-row">
            <span>
              <Moment at={call.at} as="seconds" />
              <OutcomeBadge outcome={call.outcome} />
            </span>
            <span className="gw-dimmed gw-cut">{call.sentence}</span>
          </span>
        )}
        waiting={paged.waiting}
        hasMore={paged.hasMore}
        loadingMore={paged.loadingMore}
        loadMore={paged.loadMore}
        empty={
          <EmptyState icon="enter" title={texts.empty}>
            <p>{texts.emptyHow(addressOf(api.unit, definition))}</p>
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): readonly Column<Call>[] {
  const { columns } = useTexts(definitionTexts).calls;
  const format = useFormat();
  return [
    { key: 'at', label: columns.at, width: 170, cell: ({ at }) => <Moment at={at} as="seconds" /> },
    { key: 'outcome', label: columns.outcome, width: 130, cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
    { key: 'sentence', label: columns.sentence, cell: ({ sentence }) => sentence },
    { key: 'status', label: columns.status, width: 80, align: 'right', cell: ({ status }) => status },
    { key: 'address', label: columns.address, width: 150, cell: ({ address }) => address },
    {
      ...{ key: 'took', label: columns.took, width: 90, align: 'right' as const },
      cell: ({ durationMs }) => format.duration(durationMs),
    },
  ];
}
