import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { administrationTexts } from './texts.ts';

export type GroupRow = Answer<'listGroups'>['data'][number];
export const administrators = 'Administrators';

export default function GroupsPage() {
  const texts = useTexts(administrationTexts).groups;
  const api = useApi();
  const { data, error, isPending } = useQuery({
    queryKey: [api.unit, 'groups'],
    queryFn: ({ signal }) => api.call('listGroups', { signal }),
  });
  useLiveQuery('configuration', [api.unit, 'groups']);
  const columns = useGroupColumns();
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <Button component={Link} href="/administration/groups/new" leftSection={<Icon name="plus" />}>
          {texts.new}
        </Button>
      </PageHeader>
      <ProblemAlert error={error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={data?.data ?? []}
        idOf={({ body }) => body.name}
        nameOf={({ body }) => body.name}
        hrefOf={({ body }) => `/administration/groups/${encodeURIComponent(body.name)}`}
        phoneRow={(group) => (
          <>
            <span className="gw-phone-line">
              <strong className="gw-cut">{group.body.name}</strong>
            </span>
            <span className="gw-phone-line gw-dimmed">
              <span className="gw-cut">{group.body.description}</span>
            </span>
          </>
        )}
        waiting={isPending}
        empty={<EmptyState icon="shield" title={texts.title} />}
      />
    </>
  );
}

function useGroupColumns(): readonly Column<GroupRow>[] {
  const texts = useTexts(administrationTexts).groups;
  return useMemo(
    () => [
      {
        key: 'name',
        label: texts.name,
        width: 200,
        cell: ({ body }) => <strong className="gw-strong">{body.name}</strong>,
      },
      { key: 'description', label: texts.description, cell: ({ body }) => body.description },
      { key: 'rights', label: texts.rights, cell: (group) => <RightsInShort group={group} /> },
      { key: 'origin', label: '', width: 200, cell: ({ builtIn }) => (builtIn ? texts.builtIn : texts.own) },
    ],
    [texts],
  );
}

function RightsInShort({ group: { body, rights } }: { readonly group: GroupRow }) {
  const texts = useTexts(administrationTexts).groups;
  const words = useRightWords();
  if (body.name === administrators) return texts.all;
  const entries = Object.entries(rights);
  if (entries.length === 0) return texts.none;
  const line = entries
    .map(([entity, allowed]) => {
      const what = allowed.map((right) => words[right].toLowerCase()).join(', ');
      return `${entity === '*' ? texts.others : entity}: ${what || '–'}`;
    })
    .join('; ');
  return <span title={line}>{line}</span>;
}

/** The words of the rights, in the order in which they stand in tables. */
export function useRightWords() {
  const texts = useTexts(administrationTexts).groups;
  return {
    read: texts.read,
    create: texts.createRight,
    change: texts.change,
    delete: texts.delete,
    transition: texts.transition,
  } as const;
}
