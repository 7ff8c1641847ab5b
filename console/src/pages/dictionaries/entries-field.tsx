import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type ClipboardEvent, useState } from 'react';
import { announce } from '../../app/announce.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { fitsText } from '../integration/rows.ts';
import { doubled, type Entry, readPasted, withPasted } from './entries.ts';
import { dictionaryTexts } from './texts.ts';

interface EntriesFieldProps {
  readonly value: readonly Entry[];
  readonly onChange: (value: readonly Entry[]) => void;
  readonly faults: (field: string) => string | undefined;
}

/** Below this many rows nobody needs a filter. */
const few = 12;

/** A table to write in, and to paste into from a spreadsheet. */
export function EntriesField({ value, onChange, faults }: EntriesFieldProps) {
  const texts = useTexts(dictionaryTexts).entries;
  const [filter, setFilter] = useState('');
  const twice = doubled(value);
  const set = (at: number, entry: Entry): void => onChange(value.map((one, index) => (index === at ? entry : one)));
  const paste = (event: ClipboardEvent, at: number): void => {
    const pasted = readPasted(event.clipboardData.getData('text/plain'));
    if (pasted === undefined) return;
    event.preventDefault();
    onChange(withPasted(value, at, pasted));
    announce(texts.pasted(pasted.length));
  };
  return (
    <div className="gw-part">
      <p className="gw-dimmed">{texts.paste}</p>
      {value.length < few ? null : (
        <TextInput
          type="search"
          mb="sm"
          maw={320}
          aria-label={texts.filter}
          placeholder={texts.filter}
          leftSection={<Icon name="search" size={14} />}
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      )}
      <table className="gw-entries">
        <thead>
          <tr>
            <th scope="col">{texts.keyword}</th>
            <th scope="col">{texts.translation}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {value.map(([keyword, translation], at) => {
            const error = faults(`entries.${keyword}`) ?? (twice.has(at) ? texts.twice : undefined);
            return fitsText(filter, keyword, translation) || keyword === '' ? (
              <tr key={at} onPaste={(event) => paste(event, at)}>
                <td>
                  <TextInput
                    aria-label={texts.keywordOf(at + 1)}
                    value={keyword}
                    onChange={({ currentTarget }) => set(at, [currentTarget.value, translation])}
                    {...(error === undefined ? {} : { error })}
                  />
                </td>
                <td>
                  <TextInput
                    aria-label={texts.translationOf(keyword === '' ? String(at + 1) : keyword)}
                    value={translation}
                    onChange={({ currentTarget }) => set(at, [keyword, currentTarget.value])}
                  />
                </td>
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={texts.remove(keyword === '' ? String(at + 1) : keyword)}
                    onClick={() => onChange(value.filter((_entry, index) => index !== at))}
                  >
                    <Icon name="x" />
                  </ActionIcon>
                </td>
              </tr>
            ) : null;
          })}
        </tbody>
      </table>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...value, ['', '']])}
      >
        {texts.add}
      </Button>
    </div>
  );
}
