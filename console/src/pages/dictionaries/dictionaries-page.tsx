import { Button } from '@mantine/core';
import { Link } from 'wouter';
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
import { type Stored, useObjects } from '../integration/use-object.ts';
import { dictionaryTexts } from './texts.ts';

type Row = Stored<'dictionaries'>;
const sizeOf = ({ body }: Row): number => Object.keys(body.entries).length;
const titleOf = ({ body: { name, title = name } }: Row): string => title;

export default function DictionariesPage() {
  const texts = useTexts(dictionaryTexts);
  const common = useTexts(commonTexts);
  const list = useListState();
  const { data, error, isPending } = useObjects('dictionaries');
  const all = data ?? [];
  const fitting = all.filter((row) =>
    fitsText(list.get('text') ?? '', row.body.name, row.body.title, ...Object.entries(row.body.entries).flat()),
  );
  const shown = sortRows(fitting, list.sort, { name: titleOf, entries: sizeOf, changed: ({ updatedAt }) => updatedAt });
  const columns: readonly Column<Row>[] = [
    {
      ...{ key: 'name', label: texts.columns.name, sortable: true },
      cell: ({ body }) => (
        <>
          {body.title ?? body.name} {body.title === undefined ? null : <span className="gw-dimmed">{body.name}</span>}
        </>
      ),
    },
    {
      ...{ key: 'entries', label: texts.columns.entries, width: 110, align: 'right' as const, sortable: true },
      cell: sizeOf,
    },
    {
      ...{ key: 'changed', label: texts.columns.changed, width: 160, sortable: true },
      cell: ({ updatedAt }) => <Moment at={updatedAt} />,
    },
    { key: 'by', label: texts.columns.by, width: 180, cell: ({ updatedBy }) => updatedBy },
  ];
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <Button component={Link} href="/dictionaries/new" leftSection={<Icon name="plus" />}>
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
        nameOf={titleOf}
        hrefOf={({ body }) => `/dictionaries/${body.name}`}
        phoneRow={(row) => (
          <span className="gw-phone-row">
            <span>
              <strong>{titleOf(row)}</strong>
              <span className="gw-number">{sizeOf(row)}</span>
            </span>
            <span className="gw-dimmed">{row.updatedBy}</span>
          </span>
        )}
        list={list}
        waiting={isPending}
        empty={
          all.length > 0 ? (
            <EmptyState icon="search" title={common.list.nothingFits} />
          ) : error !== null ? null : (
            <EmptyState icon="book" title={texts.empty.title}>
              <p>{texts.empty.how}</p>
              <Button component={Link} href="/dictionaries/new">
                {texts.new}
              </Button>
            </EmptyState>
          )
        }
      />
    </>
  );
}
