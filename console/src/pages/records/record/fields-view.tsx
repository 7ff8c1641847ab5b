import { type Field, itemFields, lastOf } from '../data/use-fields.ts';
import { useTexts } from '../../../texts/language.ts';
import { isEmpty, itemsOf, textOf, valueAt } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { FieldValue } from './field-value.tsx';
import type { RecordFacts } from './record-page.tsx';

/** Said elsewhere on the page. */
const elsewhere = /^(?:type|status|statusDate|id|registration|revision|createdAt|updatedAt|(?:process|acl)\b.*)$/;

/** Every field that is filled in, by the schema of the entity: what it is, what the unit has added, and its lists. */
export function FieldsView(facts: RecordFacts) {
  const { entity, record, fields } = facts;
  const texts = useTexts(recordTexts);
  const shown = fields.filter(
    ({ key }) => !elsewhere.test(key) && !key.includes('[]') && !isEmpty(valueAt(record.fields, key)),
  );
  const isTable = ({ key }: Field): boolean => itemFields(fields, key).length > 0;
  const plain = shown.filter((field) => !isTable(field) && field.type !== 'object');
  const own = plain.filter(({ key }) => key.startsWith('properties.'));
  return (
    <>
      <FieldList {...facts} shown={plain.filter((field) => !own.includes(field))} label={texts.sections.main} />
      {shown.filter(isTable).map((field) => (
        <ItemTable key={field.key} {...facts} list={field} />
      ))}
      {own.length === 0 ? null : (
        <>
          <h2 className="gw-section">{texts.sections.properties}</h2>
          <FieldList {...facts} shown={own} label={texts.sections.properties} />
        </>
      )}
      <Kept {...facts} />
      {shown.length === 0 ? <p className="gw-dimmed">{texts.empty.fields(entity)}</p> : null}
    </>
  );
}

export function FieldList({
  entity,
  record,
  related,
  shown,
  label,
}: RecordFacts & { readonly shown: readonly Field[]; readonly label: string }) {
  const names = useNames();
  const currency = textOf(record.fields['currency']);
  return shown.length === 0 ? null : (
    <dl className="gw-fields" aria-label={label}>
      {shown.map((field) => (
        <div key={field.key} data-wide={['note', 'description'].includes(field.key) ? '' : undefined}>
          <dt>{names.field(entity, field.key, field.label)}</dt>
          <dd>
            <FieldValue
              field={field}
              value={valueAt(record.fields, field.key)}
              related={related}
              links
              {...(field.key === 'budget' ? { currency } : {})}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ItemTable({ entity, record, fields, related, list }: RecordFacts & { readonly list: Field }) {
  const names = useNames();
  const items = itemsOf(valueAt(record.fields, list.key));
  const columns = itemFields(fields, list.key).filter(({ key }) => items.some((item) => !isEmpty(item[lastOf(key)])));
  const title = names.field(entity, list.key, list.label);
  return (
    <section>
      <h2 className="gw-section">{title}</h2>
      <div className="gw-scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="gw-items-table">
          <thead>
            <tr>
              {columns.map((field) => (
                <th key={field.key} scope="col">
                  {names.field(entity, field.key, field.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item, index) => (
              <tr key={index}>
                {columns.map((field) => (
                  <td key={field.key}>
                    <FieldValue field={field} value={item[lastOf(field.key)]} related={related} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What Gangway keeps by itself. */
export function Kept({ entity, record, fields, related }: RecordFacts) {
  const names = useNames();
  const texts = useTexts(recordTexts).sections;
  const keys = ['createdAt', 'updatedAt', 'statusDate', 'revision', 'id'];
  const own = keys.flatMap((key) => fields.find((field) => field.key === key) ?? []);
  return (
    <dl className="gw-kept" aria-label={texts.kept}>
      {own.map((field) =>
        isEmpty(record.fields[field.key]) ? null : (
          <div key={field.key}>
            <dt>{names.field(entity, field.key, field.label)}</dt>
            <dd>
              <FieldValue field={field} value={record.fields[field.key]} related={related} />
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
