import { Button, NativeSelect, Pill, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '../../../api/session.ts';
import type { ListState } from '../../../components/data-table/use-list-state.ts';
import { Icon } from '../../../components/icon.tsx';
import { useTexts } from '../../../texts/language.ts';
import { useEntities } from '../data/use-entities.ts';
import { useNamesOf } from '../data/use-related.ts';
import type { View } from '../data/use-views.ts';
import { exportChoices } from '../model/filter-text.ts';
import { useNames } from '../names.ts';
import { RecordSelect } from '../record-select.tsx';
import { recordTexts } from '../texts.ts';
import { ExpertFilter } from './expert-filter.tsx';
import { dateFieldOf } from './use-record-filter.ts';

interface FiltersProps {
  readonly list: ListState;
  readonly view: View;
}

/** Status and export state stand in sight; type, company, dates and the filter by hand are one click away, and shown as pills where they are set. */
export function RecordFilters({ list, view }: FiltersProps) {
  const texts = useTexts(recordTexts).filters;
  const names = useNames();
  const entity = useEntities().find(({ name }) => name === view.entity);
  const statuses = Object.keys(entity?.statuses ?? {});
  const has = (field: string): boolean => view.fields.includes(field);
  return (
    <>
      {has('status') && statuses.length > 0 ? (
        <NativeSelect
          size="xs"
          aria-label={names.field(view.entity, 'status')}
          value={list.get('status') ?? ''}
          data={[
            { value: '', label: texts.anyStatus },
            ...statuses.map((value) => ({ value, label: names.status(view.entity, value) })),
          ]}
          onChange={({ currentTarget }) => list.set({ status: currentTarget.value })}
        />
      ) : null}
      {view.entity === 'documents' ? (
        <NativeSelect
          size="xs"
          aria-label={texts.exported}
          value={list.get('exported') ?? ''}
          data={[
            { value: '', label: texts.anyExport },
            ...exportChoices.map((value) => ({ value, label: texts.exports[value] })),
          ]}
          onChange={({ currentTarget }) => list.set({ exported: currentTarget.value })}
        />
      ) : null}
      <MoreFilters list={list} view={view} types={Object.keys(entity?.types ?? {})} />
      <Pills list={list} view={view} />
    </>
  );
}

/** `invoices.sales` holds types that begin so. */
function typesOf({ name }: View, types: readonly string[]): readonly string[] {
  const beginning = { 'invoices.sales': 'INVOICE.SALES', 'invoices.purchase': 'INVOICE.PURCHASE' }[name] ?? '';
  return types.filter((type) => type.startsWith(beginning));
}

function MoreFilters({ list, view, types: all }: FiltersProps & { readonly types: readonly string[] }) {
  const texts = useTexts(recordTexts).filters;
  const names = useNames();
  const can = useCan();
  const [opened, setOpened] = useState(false);
  const [expert, setExpert] = useState(false);
  const types = typesOf(view, all);
  const dateField = dateFieldOf(view);
  const company = list.get('company');
  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus withArrow width={320}>
        <Popover.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="filter" size={14} />}
            onClick={() => setOpened(!opened)}
          >
            {texts.more}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className="gw-more-filters">
          {types.length > 1 && view.fields.includes('type') ? (
            <NativeSelect
              label={names.field(view.entity, 'type')}
              value={list.get('type') ?? ''}
              data={[
                { value: '', label: texts.anyType },
                ...types.map((value) => ({ value, label: names.type(view.entity, value) })),
              ]}
              onChange={({ currentTarget }) => list.set({ type: currentTarget.value })}
            />
          ) : null}
          {view.fields.includes('companyId') && can('companies', 'read') ? (
            <RecordSelect
              entity="companies"
              label={names.field(view.entity, 'companyId')}
              value={company === undefined ? null : Number(company)}
              onChange={(id) => list.set({ company: id === null ? undefined : String(id) })}
            />
          ) : null}
          {dateField === undefined
            ? null
            : (['from', 'to'] as const).map((end) => (
                <TextInput
                  key={end}
                  type="date"
                  label={texts[end](names.field(view.entity, dateField))}
                  value={list.get(end) ?? ''}
                  onChange={({ currentTarget }) => list.set({ [end]: currentTarget.value })}
                />
              ))}
          <Button
            variant="subtle"
            size="xs"
            onClick={() => {
              setOpened(false);
              setExpert(true);
            }}
          >
            {texts.byHand}
          </Button>
        </Popover.Dropdown>
      </Popover>
      <ExpertFilter list={list} view={view} opened={expert} close={() => setExpert(false)} />
    </>
  );
}

function Pills({ list, view }: FiltersProps) {
  const texts = useTexts(recordTexts).filters;
  const names = useNames();
  const company = Number(list.get('company') ?? 0);
  const companyName = useNamesOf(company === 0 ? [] : [['companies', [company]]])('companies', company);
  const date = dateFieldOf(view) ?? '';
  const label: Readonly<Record<string, (value: string) => string>> = {
    type: (value) => names.type(view.entity, value),
    company: (value) => companyName ?? `#${value}`,
    from: (value) => `${texts.from(names.field(view.entity, date))} ${value}`,
    to: (value) => `${texts.to(names.field(view.entity, date))} ${value}`,
    filter: (value) => value,
  };
  return Object.entries(label).map(([name, text]) => {
    const value = list.get(name);
    return value === undefined ? null : (
      <Pill
        key={name}
        withRemoveButton
        onRemove={() => list.set({ [name]: undefined })}
        removeButtonProps={{ 'aria-label': texts.remove(text(value)), 'aria-hidden': false, tabIndex: 0 }}
      >
        {text(value)}
      </Pill>
    );
  });
}
