import { useEffect, useMemo } from 'react';
import type { ListState } from '../../../components/data-table/use-list-state.ts';
import { useEntities } from '../data/use-entities.ts';
import { type Field, useFields } from '../data/use-fields.ts';
import { usePreference } from '../data/use-preference.ts';
import type { View } from '../data/use-views.ts';
import { viewsCs } from '../names.cs.ts';
import { guessedFields } from './guessed-fields.ts';
import { usualColumns } from './usual-columns.ts';

interface ShownColumns {
  /** Rows of a view are records, with exports and pages of their own; or they are computed. */
  readonly isRecord: boolean;
  readonly fields: readonly Field[];
  readonly usual: readonly string[];
  readonly shown: readonly string[];
}

const isColumns = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

/** Which columns there are, and which are shown: those of the address, as the person has chosen them before, or the usual ones. */
export function useShownColumns(view: View, list: ListState): ShownColumns {
  const isRecord = useEntities().some(({ name }) => name === view.entity);
  const configured = useFields(view.entity, undefined, isRecord);
  const [kept, keep] = usePreference(`records.columns.${view.name}`, isColumns);
  const usual = useMemo(() => kept ?? usualColumns(view, Object.hasOwn(viewsCs, view.name)), [kept, view]);
  const guessed = useMemo(() => guessedFields(view), [view]);
  const chosen = list.columns?.join();
  useEffect(() => {
    if (chosen !== undefined && chosen !== '' && kept !== undefined && chosen !== kept?.join())
      void keep(chosen.split(','));
  }, [chosen, kept, keep]);
  return { isRecord, fields: isRecord ? configured : guessed, usual, shown: list.columns ?? usual };
}
