import { Input, Pill } from '@mantine/core';
import { useTexts } from '../../../texts/language.ts';
import { useNamesOf } from '../data/use-related.ts';
import type { Value } from '../model/record.ts';
import { RecordSelect } from '../record-select.tsx';
import { recordTexts } from '../texts.ts';

interface RecordsInputProps {
  readonly entity: string;
  readonly value: readonly Value[];
  readonly onChange: (ids: readonly Value[]) => void;
  readonly label: string;
  readonly error?: string | undefined;
}

/** Several related records, such as participants: those that are chosen, and a picker for one more. */
export function RecordsInput({ entity, value, onChange, label, error }: RecordsInputProps) {
  const texts = useTexts(recordTexts);
  const ids = value.filter((id) => typeof id === 'number');
  const name = useNamesOf(ids.length === 0 ? [] : [[entity, ids]]);
  return (
    <Input.Wrapper label={label} {...(error === undefined ? {} : { error })} labelElement="div">
      <Pill.Group mb={ids.length === 0 ? 0 : 6}>
        {ids.map((id) => {
          const shown = name(entity, id) ?? `#${id}`;
          return (
            <Pill
              key={id}
              withRemoveButton
              onRemove={() => onChange(ids.filter((other) => other !== id))}
              removeButtonProps={{ 'aria-label': texts.edit.remove(shown), 'aria-hidden': false, tabIndex: 0 }}
            >
              {shown}
            </Pill>
          );
        })}
      </Pill.Group>
      <RecordSelect
        entity={entity}
        value={null}
        named={label}
        placeholder={texts.pick.add}
        onChange={(id) => id !== null && !ids.includes(id) && onChange([...ids, id])}
      />
    </Input.Wrapper>
  );
}
