import { Button } from '@mantine/core';
import { Icon } from '../../../components/icon.tsx';
import { faultsOf } from '../../../components/problem-alert.tsx';
import { useTexts } from '../../../texts/language.ts';
import { type Field, lastOf } from '../data/use-fields.ts';
import { type Fields, isFields, type Value } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { FieldInput } from './field-input.tsx';

export interface ListEditorProps {
  readonly entity: string;
  readonly list: Field;
  readonly label: string;
  /** The fields of one item. */
  readonly fields: readonly Field[];
  readonly value: readonly Value[];
  readonly onChange: (items: readonly Value[]) => void;
  readonly error: Error | null;
}

/** What the server says of one field of one item: `lines[0].vatRate`. */
export function itemFault(error: Error | null, list: string, index: number, field: string): string | undefined {
  const own = faultsOf(error).filter(({ path }) => path === `${list}[${index}].${field}`);
  return own.length === 0 ? undefined : own.map(({ message }) => message).join(' ');
}

export function withItem(items: readonly Value[], index: number, changes: Fields): readonly Value[] {
  return items.map((item, place) => (place === index && isFields(item) ? { ...item, ...changes } : item));
}

/** A list of objects, such as addresses: one group of fields per item. */
export function ListEditor({ entity, list, label, fields, value, onChange, error }: ListEditorProps) {
  const texts = useTexts(recordTexts).edit;
  const names = useNames();
  return (
    <section aria-label={label}>
      <h2 className="gw-section">{label}</h2>
      {value.map((item, index) => (
        <fieldset key={index} className="gw-item">
          <legend>
            {label} {index + 1}
          </legend>
          <div className="gw-form-grid">
            {fields.map((field) => {
              const name = lastOf(field.key);
              return (
                <FieldInput
                  key={field.key}
                  field={field}
                  label={names.field(entity, field.key, field.label)}
                  value={isFields(item) ? item[name] : null}
                  onChange={(next) => onChange(withItem(value, index, { [name]: next }))}
                  error={itemFault(error, list.key, index, name)}
                />
              );
            })}
          </div>
          <Button
            variant="subtle"
            size="xs"
            color="gray"
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => onChange(value.filter((_item, place) => place !== index))}
          >
            {texts.remove(`${label} ${index + 1}`)}
          </Button>
        </fieldset>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...value, {}])}
      >
        {texts.add(label)}
      </Button>
    </section>
  );
}
