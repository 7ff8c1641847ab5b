import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '../../../format/format.ts';
import { readDecimal, showDecimal } from '../model/decimal.ts';

interface DecimalInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** A decimal string. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** An amount that is typed as the language writes it, and kept as a decimal string. While somebody types, the text stays as typed. */
export function DecimalInput({ value, onChange, ...others }: DecimalInputProps) {
  const { locale } = useFormat();
  const [typed, setTyped] = useState(() => showDecimal(value, locale));
  const shown = readDecimal(typed, locale) === value ? typed : showDecimal(value, locale);
  return (
    <TextInput
      {...others}
      inputMode="decimal"
      className="gw-decimal"
      value={shown}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange(readDecimal(currentTarget.value, locale));
      }}
    />
  );
}
