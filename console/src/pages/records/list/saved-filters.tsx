import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { ListState } from '../../../components/data-table/use-list-state.ts';
import { Icon } from '../../../components/icon.tsx';
import { useTexts } from '../../../texts/language.ts';
import { usePreference } from '../data/use-preference.ts';
import type { View } from '../data/use-views.ts';
import { recordTexts } from '../texts.ts';

interface SavedFilter {
  readonly view: string;
  readonly name: string;
  /** What stands in the address bar behind the question mark. */
  readonly search: string;
}

const isSaved = (value: unknown): value is readonly SavedFilter[] =>
  Array.isArray(value) &&
  value.every(
    (item: unknown) =>
      typeof item === 'object' && item !== null && 'view' in item && 'name' in item && 'search' in item,
  );

/** Filters, sort and columns under a name, on every machine of the person. */
export function SavedFilters({ list, view }: { readonly list: ListState; readonly view: View }) {
  const texts = useTexts(recordTexts).saved;
  const [saved, write] = usePreference('records.filters', isSaved);
  const [search] = useSearchParams();
  const [name, setName] = useState('');
  const [opened, setOpened] = useState(false);
  const all = saved ?? [];
  const own = all.filter((one) => one.view === view.name);
  const isSet = list.filters.length > 0 || list.sort !== undefined;
  const save = async (): Promise<void> => {
    const wanted = name.trim();
    if (wanted === '') return;
    const others = all.filter((one) => one.view !== view.name || one.name !== wanted);
    await write([...others, { view: view.name, name: wanted, search: search.toString() }]);
    setName('');
    setOpened(false);
  };
  if (own.length === 0 && !isSet) return null;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus withArrow width={300}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="star" size={14} />}
          onClick={() => setOpened(!opened)}
        >
          {own.length === 0 ? texts.save : texts.button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {own.length === 0 ? null : (
          <ul className="gw-saved" aria-label={texts.button}>
            {own.map((one) => (
              <li key={one.name}>
                <Link href={`/records/${view.name}?${one.search}`} onClick={() => setOpened(false)}>
                  {one.name}
                </Link>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={texts.forget(one.name)}
                  onClick={() => void write(all.filter((other) => other !== one))}
                >
                  <Icon name="x" size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
        {isSet ? (
          <form
            className="gw-save-filter"
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <TextInput
              size="xs"
              label={texts.name}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              maxLength={60}
            />
            <Button type="submit" size="xs" disabled={name.trim() === ''}>
              {texts.save}
            </Button>
          </form>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
