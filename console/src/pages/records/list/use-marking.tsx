import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useCan } from '../../../api/session.ts';
import { useKeys } from '../../../app/keys.ts';
import type { Selection } from '../../../components/data-table/use-selection.ts';
import { Icon } from '../../../components/icon.tsx';
import { useTexts } from '../../../texts/language.ts';
import { useEntities } from '../data/use-entities.ts';
import { textOf } from '../model/record.ts';
import { recordTexts } from '../texts.ts';
import type { Marked } from './mark-ready-run.ts';
import { idOfRow, type Row } from './record-columns.tsx';

/** Marking EXPORT READY, where the entity has that property and the person may change its records: the row with the focus, or all that are chosen. */
export function useMarking(entity: string, selection: Selection, rows: readonly Row[]) {
  const texts = useTexts(recordTexts).mark;
  const can = useCan();
  const choices =
    useEntities()
      .find(({ name }) => name === entity)
      ?.propertyChoices('extStatus') ?? [];
  const may = choices.includes('EXT.READY') && can(entity, 'change');
  const [asked, ask] = useState<readonly Marked[]>();
  // A row that was chosen may no longer be among those that are shown.
  const seen = useRef(new Map<string, Marked>());
  useEffect(() => {
    for (const row of rows) seen.current.set(idOfRow(row), markedOf(row));
  }, [rows]);
  const askSelection = (): void => ask([...selection.ids].flatMap((id) => seen.current.get(id) ?? []));
  const some = may && selection.ids.size > 0;
  useKeys(some ? [{ keys: 'e', label: texts.key, act: askSelection }] : []);
  return {
    may,
    asked,
    close: (): void => ask(undefined),
    acts: some ? {} : { e: { label: texts.key, act: (row: Row) => ask([markedOf(row)]) } },
    button: (
      <Button size="xs" leftSection={<Icon name="flag" size={14} />} onClick={askSelection}>
        {texts.button}
      </Button>
    ),
  };
}

const markedOf = (row: Row): Marked => ({
  id: Number(row['id']),
  name: textOf(row['registration'] ?? row['id']),
  revision: Number(row['revision']),
});
