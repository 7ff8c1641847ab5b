import { Button, Group } from '@mantine/core';
import { ProblemAlert, useFaults, useFocusFault } from '../../../components/problem-alert.tsx';
import { commonTexts } from '../../../texts/common.ts';
import { useTexts } from '../../../texts/language.ts';
import { type Field, isEditable, itemFields } from '../data/use-fields.ts';
import { type Draft, draftValue, isChanged } from '../model/draft.ts';
import { isList, type Value } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { FieldInput } from './field-input.tsx';
import { LinesEditor } from './lines-editor.tsx';
import { ListEditor } from './list-editor.tsx';

export interface RecordFormProps {
  readonly entity: string;
  readonly fields: readonly Field[];
  readonly draft: Draft;
  readonly change: (path: string, value: Value) => void;
  readonly error: Error | null;
  readonly save: () => void;
  readonly saving: boolean;
  readonly giveUp: () => void;
  /** A clash with somebody else's change has to be settled first. */
  readonly blocked?: boolean;
  /** Deliveries that go out again once this is saved. */
  readonly resends?: number;
  readonly creates?: boolean;
}

/** In the order in which an invoice is read; other fields follow as the entity has them. */
const order = [
  ...[
    'companyId',
    'number',
    'variableSymbol',
    'issuedOn',
    'taxPointOn',
    'dueOn',
    'currency',
    'exchangeRate',
    'correctsId',
  ],
  ...['paid', 'paidOn', 'note'],
];
const rank = ({ key }: Field): number => (order.includes(key) ? order.indexOf(key) : order.length);

/** Every field that a person may fill in, with what the server says of it beside it. */
export function RecordForm(props: RecordFormProps) {
  const { fields, draft, error, save, saving, giveUp, blocked = false, resends = 0, creates = false } = props;
  const texts = useTexts(recordTexts);
  const { actions } = useTexts(commonTexts);
  const form = useFocusFault(error);
  const editable = fields.filter(isEditable).sort((one, other) => rank(one) - rank(other));
  const isOwn = ({ key }: Field): boolean => key.startsWith('properties.');
  const isItems = ({ key }: Field): boolean => itemFields(fields, key).length > 0;
  const plain = editable.filter((field) => !isOwn(field) && !isItems(field));
  // Of an invoice its lines stand right behind its head; whatever else a document may have comes later.
  const lines = editable.find(({ key }) => key === 'lines');
  const head = lines === undefined ? plain : plain.filter(({ key }) => order.includes(key));
  const own = editable.filter(isOwn);
  const label =
    resends > 0
      ? isChanged(draft)
        ? texts.edit.saveAndSend
        : texts.edit.sendAgain
      : creates
        ? texts.create
        : actions.save;
  return (
    <form
      ref={form}
      className="gw-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) save();
      }}
    >
      <ProblemAlert error={error} shown={editable.map(({ key }) => key)} />
      <div className="gw-form-grid">
        {head.map((field) => (
          <OneField key={field.key} {...props} field={field} />
        ))}
      </div>
      {lines === undefined ? null : (
        <>
          <Items {...props} list={lines} />
          <h2 className="gw-section">{texts.sections.others}</h2>
          <div className="gw-form-grid">
            {plain
              .filter((field) => !head.includes(field))
              .map((field) => (
                <OneField key={field.key} {...props} field={field} />
              ))}
          </div>
        </>
      )}
      {editable
        .filter((field) => isItems(field) && field !== lines)
        .map((field) => (
          <Items key={field.key} {...props} list={field} />
        ))}
      {own.length === 0 ? null : (
        <>
          <h2 className="gw-section">{texts.sections.properties}</h2>
          <div className="gw-form-grid">
            {own.map((field) => (
              <OneField key={field.key} {...props} field={field} />
            ))}
          </div>
        </>
      )}
      <Group className="gw-form-end" gap="xs">
        <Button type="submit" loading={saving} disabled={blocked || (resends === 0 && !creates && !isChanged(draft))}>
          {label}
        </Button>
        <Button variant="default" onClick={giveUp}>
          {isChanged(draft) ? texts.edit.giveUp : actions.cancel}
        </Button>
        {blocked ? <span className="gw-dimmed">{texts.conflict.first}</span> : null}
      </Group>
    </form>
  );
}

function OneField({ entity, field, draft, change, error }: RecordFormProps & { readonly field: Field }) {
  const names = useNames();
  const faults = useFaults(error);
  return (
    <FieldInput
      field={field}
      label={names.field(entity, field.key, field.label)}
      value={draftValue(draft, field.key)}
      onChange={(value) => change(field.key, value)}
      error={faults(field.key)}
    />
  );
}

function Items({ entity, fields, list, draft, change, error }: RecordFormProps & { readonly list: Field }) {
  const names = useNames();
  const value = draftValue(draft, list.key);
  const facts = {
    entity,
    list,
    label: names.field(entity, list.key, list.label),
    fields: itemFields(fields, list.key).filter(({ readOnly }) => !readOnly),
    value: isList(value) ? value : [],
    onChange: (next: readonly Value[]) => change(list.key, next),
    error,
  };
  return list.key === 'lines' ? <LinesEditor {...facts} /> : <ListEditor {...facts} />;
}
