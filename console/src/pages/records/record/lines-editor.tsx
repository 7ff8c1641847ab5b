import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { Amount } from '../../../components/amount.tsx';
import { Icon } from '../../../components/icon.tsx';
import { useFaults } from '../../../components/problem-alert.tsx';
import { useTexts } from '../../../texts/language.ts';
import { lastOf } from '../data/use-fields.ts';
import { product, sum } from '../model/decimal.ts';
import { type Fields, isFields, textOf, type Value } from '../model/record.ts';
import { recordTexts } from '../texts.ts';
import { DecimalInput } from './decimal-input.tsx';
import { itemFault, type ListEditorProps, withItem } from './list-editor.tsx';

const decimals = ['quantity', 'unitPrice', 'vatRate'];
/** Where there are no lines yet one waits to be typed in. */
const blank: Fields = { name: '', quantity: '1' };
const shown = ['name', 'quantity', 'unit', 'unitPrice', 'vatRate'] as const;
type Shown = (typeof shown)[number];

/** The lines of an invoice as a table to type in. Amounts of lines are shown as they will be; VAT and totals are computed by the server when it is saved. */
export function LinesEditor({ list, label, fields, value, onChange, error }: ListEditorProps) {
  const texts = useTexts(recordTexts);
  const box = useRef<HTMLDivElement>(null);
  const faults = useFaults(error);
  const known = new Set(fields.map(({ key }) => lastOf(key)));
  const columns = shown.filter((name) => known.has(name));
  // What the server computes is not sent back.
  const lines = value.length === 0 ? [blank] : value.map((line) => writable(line, known));
  const labels = {
    name: texts.invoice.text,
    quantity: texts.invoice.quantity,
    unit: texts.invoice.unit,
    unitPrice: texts.invoice.unitPrice,
    vatRate: texts.invoice.ratePercent,
  };
  const amounts = lines.map((line) => product(textOf(line['quantity']) || '1', textOf(line['unitPrice'])));
  const total = sum(amounts.filter((amount) => amount !== undefined));
  const add = (): void => {
    const last = lines.at(-1);
    onChange([...lines, { name: '', quantity: '1', unit: textOf(last?.['unit']), vatRate: textOf(last?.['vatRate']) }]);
    requestAnimationFrame(() =>
      [...(box.current?.querySelectorAll<HTMLElement>('td:first-child input') ?? [])].at(-1)?.focus(),
    );
  };
  const whole = faults(list.key);
  return (
    <section aria-label={label} ref={box}>
      <h2 className="gw-section">{label}</h2>
      {whole !== undefined && !whole.includes('[') ? <p className="gw-fault">{whole}</p> : null}
      <table className="gw-lines gw-lines-edit">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className={decimals.includes(name) ? 'gw-number' : undefined}>
                {labels[name]}
              </th>
            ))}
            <th scope="col" className="gw-number">
              {texts.invoice.base}
            </th>
            <th scope="col">
              <span className="gw-hidden">{texts.edit.remove('')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <Line
              key={index}
              {...{ columns, labels, line, index, error }}
              list={list.key}
              amount={amounts[index]}
              change={(name, next) => onChange(withItem(lines, index, { [name]: next }))}
              remove={() => onChange(lines.filter((_line, place) => place !== index))}
            />
          ))}
        </tbody>
      </table>
      <div className="gw-lines-end">
        <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {texts.edit.addLine}
        </Button>
        <span>
          {texts.invoice.base}: <Amount value={total} /> <span className="gw-dimmed">{texts.edit.computed}</span>
        </span>
      </div>
    </section>
  );
}

function writable(line: Value, known: ReadonlySet<string>): Fields {
  return isFields(line) ? Object.fromEntries(Object.entries(line).filter(([name]) => known.has(name))) : {};
}

interface LineProps {
  readonly columns: readonly Shown[];
  readonly labels: Readonly<Record<Shown, string>>;
  readonly line: Fields;
  readonly index: number;
  readonly list: string;
  readonly amount: string | undefined;
  readonly error: Error | null;
  readonly change: (name: Shown, value: string) => void;
  readonly remove: () => void;
}

/** One line to type in. What the server says of it stands below, where there is room for a sentence; a reader of the screen has it with the field. */
function Line({ columns, labels, line, index, list, amount, error, change, remove }: LineProps) {
  const texts = useTexts(recordTexts);
  const faults = columns.flatMap((name) => {
    const fault = itemFault(error, list, index, name);
    return fault === undefined ? [] : [{ name, fault }];
  });
  const number = index + 1;
  return (
    <>
      <tr>
        {columns.map((name) => {
          const fault = faults.find((one) => one.name === name)?.fault;
          const common = {
            size: 'xs' as const,
            'aria-label': texts.edit.ofLine(labels[name], number),
            ...(fault === undefined ? {} : { error: fault, errorProps: { className: 'gw-hidden' } }),
          };
          return (
            <td key={name} data-label={labels[name]}>
              {decimals.includes(name) ? (
                <DecimalInput {...common} value={textOf(line[name])} onChange={(next) => change(name, next)} />
              ) : (
                <TextInput
                  {...common}
                  value={textOf(line[name])}
                  onChange={({ currentTarget }) => change(name, currentTarget.value)}
                />
              )}
            </td>
          );
        })}
        <td className="gw-number" data-label={texts.invoice.base}>
          <Amount value={amount ?? null} />
        </td>
        <td>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.edit.remove(texts.edit.line(number))}
            onClick={remove}
          >
            <Icon name="trash" size={15} />
          </ActionIcon>
        </td>
      </tr>
      {faults.length === 0 ? null : (
        <tr className="gw-line-faults" aria-hidden="true">
          <td colSpan={columns.length + 2}>
            {faults.map(({ name, fault }) => (
              <div key={name}>{fault}</div>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
