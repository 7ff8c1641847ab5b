import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Column } from '../../components/data-table/data-table.tsx';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';
import { useTriggers } from './use-samples.ts';
import { type SavedTemplate, useTemplates } from './use-saved-template.ts';

/** Every template of the unit, and who uses it. */
export default function TemplatesPage() {
  const texts = useTexts(templateTexts);
  const list = useListState();
  const { data, error, isPending } = useTemplates();
  const usedBy = useUsers();
  if (isPending) return <PageSkeleton />;
  const create = (
    <Button component={Link} href="/templates/new" leftSection={<Icon name="plus" />}>
      {texts.create}
    </Button>
  );
  const columns: Column<SavedTemplate>[] = [
    { key: 'name', label: texts.columns.name, cell: ({ body }) => body.name, width: 260 },
    { key: 'title', label: texts.columns.title, cell: ({ body }) => body.title ?? '' },
    { key: 'format', label: texts.columns.format, cell: ({ body }) => texts.formats[body.format], width: 110 },
    { key: 'entity', label: texts.columns.entity, cell: ({ body }) => body.entity ?? '', width: 120 },
    {
      key: 'triggers',
      label: texts.columns.triggers,
      cell: ({ body }) => usedBy(body.name) || <span className="gw-dimmed">{texts.unused}</span>,
    },
    {
      key: 'changed',
      label: texts.columns.changed,
      cell: ({ updatedAt, updatedBy }) => (
        <>
          <Moment at={updatedAt} />, {updatedBy}
        </>
      ),
      width: 220,
    },
  ];
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        {create}
      </PageHeader>
      <ProblemAlert error={error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={data ?? []}
        idOf={({ body }) => body.name}
        nameOf={({ body }) => body.name}
        hrefOf={({ body }) => `/templates/${encodeURIComponent(body.name)}`}
        phoneRow={({ body }) => (
          <>
            <strong>{body.name}</strong>
            <span className="gw-dimmed">
              {texts.formats[body.format]}, {usedBy(body.name) || texts.unused}
            </span>
          </>
        )}
        list={list}
        empty={
          <EmptyState icon="code" title={texts.emptyTitle}>
            <p>{texts.emptyHow}</p>
            {create}
          </EmptyState>
        }
      />
    </>
  );
}

/** Names of the triggers that use a template. */
function useUsers(): (template: string) => string {
  const { data = [] } = useTriggers();
  return (template) =>
    data
      .filter(({ body }) => (body.deliver ?? []).some((one) => one.template === template))
      .map(({ body }) => body.name)
      .join(', ');
}
