import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi, useCan } from '../../../api/session.ts';
import { useTexts } from '../../../texts/language.ts';
import { type Fields, isEmpty, itemsOf, readRecord, textOf, valueAt } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { FieldList, Kept } from './fields-view.tsx';
import { FieldValue } from './field-value.tsx';
import { InvoiceLines, InvoiceTotals } from './invoice-lines.tsx';
import type { RecordFacts } from './record-page.tsx';

const dates = ['issuedOn', 'taxPointOn', 'dueOn', 'paidOn'];
const payment = ['variableSymbol', 'currency', 'exchangeRate', 'paid', 'correctsId'];
/** Shown in their own places. */
const elsewhere = new Set([
  ...[...dates, ...payment, 'type', 'status', 'statusDate', 'id', 'registration', 'revision', 'createdAt', 'updatedAt'],
  ...['lines', 'vat', 'total', 'totalWithoutVat', 'totalHome', 'rounding', 'companyId', 'agencyId', 'note', 'number'],
]);

/** An invoice as a person expects it: who to whom, the dates, the lines, VAT by rate, the totals. */
export function InvoiceView(facts: RecordFacts) {
  const { entity, record, fields, related } = facts;
  const texts = useTexts(recordTexts);
  const names = useNames();
  const type = textOf(record.fields['type']);
  const purchase = /\.PURCHASE\b/.test(type);
  const company = (
    <Party
      key="company"
      entity="companies"
      id={record.fields['companyId']}
      label={purchase ? texts.invoice.supplier : texts.invoice.customer}
    />
  );
  const agency = (
    <Party
      key="agency"
      entity="agencies"
      id={record.fields['agencyId']}
      label={purchase ? texts.invoice.customer : texts.invoice.supplier}
    />
  );
  const head = [...dates, ...payment].flatMap((key) => fields.find((field) => field.key === key) ?? []);
  const others = fields.filter(
    ({ key, type: kind }) =>
      !elsewhere.has(key) &&
      !/^(?:acl|process)\b/.test(key) &&
      !key.includes('[]') &&
      kind !== 'object' &&
      !isEmpty(valueAt(record.fields, key)),
  );
  const note = textOf(record.fields['note']);
  return (
    <article className="gw-invoice" aria-label={texts.invoice.label}>
      <div className="gw-parties">{purchase ? [company, agency] : [agency, company]}</div>
      <dl className="gw-fields gw-invoice-head">
        {head.map((field) =>
          isEmpty(record.fields[field.key]) ? null : (
            <div key={field.key}>
              <dt>{names.field(entity, field.key, field.label)}</dt>
              <dd>
                <FieldValue field={field} value={record.fields[field.key]} related={related} links />
              </dd>
            </div>
          ),
        )}
      </dl>
      <InvoiceLines record={record} />
      <InvoiceTotals record={record} />
      {note === '' ? null : <p className="gw-note">{note}</p>}
      {others.length === 0 ? null : (
        <>
          <h2 className="gw-section">{texts.sections.others}</h2>
          <FieldList {...facts} shown={others} label={texts.sections.others} />
        </>
      )}
      <Kept {...facts} />
    </article>
  );
}

interface PartyProps {
  readonly entity: 'companies' | 'agencies';
  readonly id: Fields[string] | undefined;
  readonly label: string;
}

/** One side of the invoice, with what accounting knows it by. */
function Party({ entity, id, label }: PartyProps) {
  const api = useApi();
  const can = useCan();
  const texts = useTexts(recordTexts).invoice;
  const { data } = useQuery({
    queryKey: [api.unit, 'party', entity, id],
    queryFn: async ({ signal }) =>
      readRecord(await api.call('readRecord', { path: { entity }, query: { id: Number(id) }, signal })),
    enabled: typeof id === 'number' && can(entity, 'read'),
    staleTime: 60_000,
  });
  if (typeof id !== 'number') return null;
  const address = itemsOf(data?.fields['addresses'])[0];
  const registrationId = textOf(valueAt(data?.fields ?? {}, 'registrations.registrationId'));
  const vatId = textOf(valueAt(data?.fields ?? {}, 'registrations.vatId'));
  const city = [address?.['zip'], address?.['city'], address?.['country']].map(textOf).filter(Boolean).join(' ');
  return (
    <section>
      <h2>{label}</h2>
      <Link href={`/records/${entity}/${id}`} className="gw-party-name">
        {textOf(data?.fields['name']) || `#${id}`}
      </Link>
      {[textOf(address?.['street']), city].map((line) => (line === '' ? null : <span key={line}>{line}</span>))}
      {registrationId === '' && vatId === '' ? null : (
        <span className="gw-dimmed">
          {registrationId === '' ? '' : `${texts.registrationId} ${registrationId}`}{' '}
          {vatId === '' ? '' : ` ${texts.vatId} ${vatId}`}
        </span>
      )}
    </section>
  );
}
