import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useApi } from '../../api/session.ts';
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
import { addressOf, type Definition, modeOf } from './definition.ts';
import { ModeBadge } from './mode-badge.tsx';
import { definitionTexts } from './texts.ts';

export default function DefinitionsPage() {
  const texts = useTexts(definitionTexts);
  const common = useTexts(commonTexts);
  const { unit } = useApi();
  const list = useListState();
  const { data, error, isPending } = useObjects('definitions');
  const all = (data ?? []).map(({ body }) => body);
  const fitting = all.filter(({ name, title, path }) => fitsText(list.get('text') ?? '', name, title, path));
  const shown = sortRows(fitting, list.sort, { name: titleOf, mode: modeOf, address: ({ path }) => path });
  const columns = useColumns(unit);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <Button component={Link} href="/definitions/new" leftSection={<Icon name="plus" />}>
          {texts.new}
        </Button>
      </PageHeader>
      <ListBar list={list} columns={columns} placeholder={texts.placeholder} count={texts.count(shown.length)} />
      <ProblemAlert error={error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={shown}
        idOf={({ name }) => name}
        nameOf={titleOf}
        hrefOf={({ name }) => `/definitions/${name}`}
        phoneRow={(definition) => (
          <span className="gw-phone-row">
            <span>
              <strong>{titleOf(definition)}</strong>
              <ModeBadge mode={modeOf(definition)} />
            </span>
            <span className="gw-dimmed">{addressOf(unit, definition)}</span>
          </span>
        )}
        list={list}
        waiting={isPending}
        empty={
          all.length > 0 ? (
            <EmptyState icon="search" title={common.list.nothingFits} />
          ) : error !== null ? null : (
            <EmptyState icon="enter" title={texts.empty.title}>
              <p>{texts.empty.how}</p>
              <Button component={Link} href="/definitions/new">
                {texts.new}
              </Button>
            </EmptyState>
          )
        }
      />
    </>
  );
}

const titleOf = ({ name, title = name }: Definition): string => title;

function useColumns(unit: number): readonly Column<Definition>[] {
  const texts = useTexts(definitionTexts);
  const { columns } = texts;
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
      cell: (definition) => <ModeBadge mode={modeOf(definition)} />,
    },
    {
      ...{ key: 'address', label: columns.address, sortable: true },
      cell: (definition) => (
        <span className="gw-mono">
          {(definition.methods ?? ['POST']).join(' ')} {addressOf(unit, definition)}
        </span>
      ),
    },
    {
      ...{ key: 'caller', label: columns.caller, width: 200 },
      cell: ({ authentication }) => texts.form.kinds[authentication.kind],
    },
    {
      ...{ key: 'formats', label: columns.formats, width: 140 },
      cell: ({ formats = ['json'] }) => formats.join(', '),
    },
  ];
}
