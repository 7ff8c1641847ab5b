import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { integrationTexts } from './texts.ts';

interface PairsFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: Readonly<Record<string, string>>;
  readonly onChange: (value: Record<string, string> | undefined) => void;
  readonly nameLabel: string;
  readonly error?: string | undefined;
}

/** Names with a text each: headers, query, constants. A row counts as soon as it has a name. */
export function PairsField({ label, description, value, onChange, nameLabel, error }: PairsFieldProps) {
  const texts = useTexts(integrationTexts);
  const { actions } = useTexts(commonTexts);
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>(() => Object.entries(value));
  const change = (next: readonly (readonly [string, string])[]): void => {
    setRows(next);
    const named = next.filter(([name]) => name.trim() !== '');
    onChange(named.length === 0 ? undefined : Object.fromEntries(named));
  };
  const set = (index: number, row: readonly [string, string]): void =>
    change(rows.map((before, at) => (at === index ? row : before)));
  return (
    <Input.Wrapper
      labelElement="div"
      label={label}
      {...(description === undefined ? {} : { description })}
      {...(error === undefined ? {} : { error })}
    >
      <div role="group" aria-label={label} className="gw-pairs">
        {rows.map(([name, text], index) => (
          <div key={index} className="gw-pair">
            <TextInput
              size="sm"
              aria-label={`${nameLabel} ${index + 1}`}
              placeholder={nameLabel}
              value={name}
              onChange={({ currentTarget }) => set(index, [currentTarget.value, text])}
            />
            <TextInput
              size="sm"
              aria-label={name === '' ? `${texts.value} ${index + 1}` : texts.valueOf(name)}
              placeholder={texts.value}
              value={text}
              onChange={({ currentTarget }) => set(index, [name, currentTarget.value])}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${actions.remove} ${name}`}
              title={actions.remove}
              onClick={() => change(rows.filter((_row, at) => at !== index))}
            >
              <Icon name="x" />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setRows([...rows, ['', '']])}
        >
          {actions.add}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
