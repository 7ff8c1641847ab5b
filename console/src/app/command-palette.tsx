import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { useApi } from '../api/session.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { useTexts } from '../texts/language.ts';
import './command-palette.css';
import { findRecords } from './find-records.ts';
import { routes } from './routes.tsx';
import { appTexts } from './texts.ts';
import { usePlaces } from './use-places.ts';

interface Found {
  readonly key: string;
  readonly icon: IconName;
  readonly label: string;
  readonly note?: string;
  readonly to: string;
}

/** `/`: goes to a page by a few letters of its name, to a record by its number, to a delivery by its id. */
export function CommandPalette({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const texts = useTexts(appTexts).search;
  return (
    <Modal.Root opened={opened} onClose={close} centered={false} yOffset="12dvh" size="lg" padding={0}>
      <Modal.Overlay />
      <Modal.Content aria-label={texts.label}>
        <Modal.Body>{opened ? <Search close={close} /> : null}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ close }: { readonly close: () => void }) {
  const texts = useTexts(appTexts).search;
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [, navigate] = useLocation();
  const listId = useId();
  const found = useFound(text.trim());
  const chosen = found[Math.min(active, found.length - 1)];
  const go = (one: Found | undefined): void => {
    if (one === undefined) return;
    close();
    navigate(one.to);
  };
  const step = (by: number): void => setActive((before) => (before + by + found.length) % Math.max(1, found.length));
  return (
    <div className="gw-palette">
      <TextInput
        size="md"
        variant="unstyled"
        role="combobox"
        aria-label={texts.label}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.key}`}
        placeholder={texts.placeholder}
        leftSection={<Icon name="search" />}
        value={text}
        data-autofocus
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') step(1);
          else if (event.key === 'ArrowUp') step(-1);
          else if (event.key === 'Enter') go(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={listId} role="listbox" aria-label={texts.label}>
        {found.map((one) => (
          <li
            key={one.key}
            id={`${listId}-${one.key}`}
            role="option"
            aria-selected={one === chosen}
            onClick={() => go(one)}
            onMouseMove={() => setActive(found.indexOf(one))}
          >
            <Icon name={one.icon} />
            <span className="gw-cut">{one.label}</span>
            {one.note === undefined ? null : <span className="gw-dimmed gw-cut">{one.note}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && text !== '' ? <p className="gw-dimmed gw-palette-none">{texts.nothing}</p> : null}
    </div>
  );
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Letters without their marks, so that `prehled` finds `Přehled`. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function useFound(text: string): readonly Found[] {
  const texts = useTexts(appTexts).search;
  const places = usePlaces();
  const api = useApi();
  const [wanted] = useDebouncedValue(text, 200);
  const showsRecords = routes.some(({ path }) => path === '/records/:entity/:id');
  const { data: records = [] } = useQuery({
    queryKey: [api.unit, 'search', wanted],
    queryFn: ({ signal }) => findRecords(api, wanted, signal),
    enabled: showsRecords && wanted.length > 1 && !uuid.test(wanted),
    placeholderData: (before) => before,
  });
  const pages = places
    .filter(({ label, path }) => plain(label).includes(plain(text)) || path.slice(1).startsWith(plain(text)))
    .map(({ name, icon, label, path }) => ({ key: name, icon, label, to: path }));
  if (uuid.test(text))
    return [{ key: 'delivery', icon: 'send', label: texts.delivery(text), to: `/deliveries/${text.toLowerCase()}` }];
  if (wanted.length < 2 || text === '') return pages;
  return [
    ...pages,
    ...records.map(({ entity, id, name, about }) => ({
      key: `${entity}-${id}`,
      icon: 'file' as const,
      label: name,
      note: about,
      to: `/records/${entity}/${id}`,
    })),
  ];
}
