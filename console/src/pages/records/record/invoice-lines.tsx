import { Amount } from '../../../components/amount.tsx';
import { useFormat } from '../../../format/format.ts';
import { useTexts } from '../../../texts/language.ts';
import { type GangwayRecord, isEmpty, itemsOf, textOf } from '../model/record.ts';
import { recordTexts } from '../texts.ts';

/** Quantities, prices and rates as they were given, whatever their decimals. */
function useExact(): (value: string) => string {
  const { locale } = useFormat();
  return (value) =>
    /^-?\d+(?:\.\d+)?$/.test(value)
      ? // A decimal string is read exactly.
        new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value as Intl.StringNumericLiteral)
      : value;
}

export function InvoiceLines({ record }: { readonly record: GangwayRecord }) {
  const texts = useTexts(recordTexts).invoice;
  const exact = useExact();
  const lines = itemsOf(record.fields['lines']);
  if (lines.length === 0) return <p className="gw-dimmed">{texts.noLines}</p>;
  return (
    <div className="gw-scroll" tabIndex={0} role="region" aria-label={texts.lines}>
      <table className="gw-lines" aria-label={texts.lines}>
        <thead>
          <tr>
            <th scope="col">{texts.text}</th>
            <th scope="col" className="gw-number">
              {texts.quantity}
            </th>
            <th scope="col">{texts.unit}</th>
            <th scope="col" className="gw-number">
              {texts.unitPrice}
            </th>
            <th scope="col" className="gw-number">
              {texts.rate}
            </th>
            <th scope="col" className="gw-number">
              {texts.base}
            </th>
            <th scope="col" className="gw-number">
              {texts.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <td className="gw-line-text">
                {textOf(line['name'])}
                {isEmpty(line['note']) ? null : <span className="gw-dimmed gw-line-note">{textOf(line['note'])}</span>}
              </td>
              <td className="gw-number" data-label={texts.quantity}>
                {exact(textOf(line['quantity']))}
              </td>
              <td data-label={texts.unit}>{textOf(line['unit'])}</td>
              <td className="gw-number" data-label={texts.unitPrice}>
                <Price value={textOf(line['unitPrice'])} />
              </td>
              <td className="gw-number" data-label={texts.rate}>
                {isEmpty(line['vatRate']) ? '' : `${exact(textOf(line['vatRate']))} %`}
              </td>
              <td className="gw-number" data-label={texts.base}>
                <Amount value={textOf(line['totalWithoutVat'])} />
              </td>
              <td className="gw-number" data-label={texts.total}>
                <Amount value={textOf(line['total'])} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A price may have more decimals than an amount. */
function Price({ value }: { readonly value: string }) {
  const exact = useExact();
  return /\.(\d{3,})$/.exec(value) === null ? <Amount value={value === '' ? null : value} /> : <>{exact(value)}</>;
}

/** VAT by rate, and what is to be paid. */
export function InvoiceTotals({ record }: { readonly record: GangwayRecord }) {
  const { fields } = record;
  const texts = useTexts(recordTexts).invoice;
  const exact = useExact();
  const vat = itemsOf(fields['vat']);
  const currency = textOf(fields['currency']);
  const sums = (['totalWithoutVat', 'rounding'] as const).filter(
    (key) => !isEmpty(fields[key]) && !/^-?0(?:\.0+)?$/.test(textOf(fields[key])),
  );
  if (vat.length === 0 && isEmpty(fields['total'])) return null;
  return (
    <div className="gw-totals">
      {vat.length === 0 ? null : (
        <table className="gw-recap">
          <caption>{texts.recap}</caption>
          <thead>
            <tr>
              <th scope="col" className="gw-number">
                {texts.recapRate}
              </th>
              <th scope="col" className="gw-number">
                {texts.base}
              </th>
              <th scope="col" className="gw-number">
                {texts.vat}
              </th>
              <th scope="col" className="gw-number">
                {texts.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {vat.map((rate) => (
              <tr key={textOf(rate['rate'])}>
                <td className="gw-number">{exact(textOf(rate['rate']))} %</td>
                <td className="gw-number">
                  <Amount value={textOf(rate['base'])} />
                </td>
                <td className="gw-number">
                  <Amount value={textOf(rate['vat'])} />
                </td>
                <td className="gw-number">
                  <Amount value={textOf(rate['total'])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className="gw-sums">
        {sums.map((key) => (
          <div key={key}>
            <dt>{texts[key]}</dt>
            <dd>
              <Amount value={textOf(fields[key])} currency={currency} />
            </dd>
          </div>
        ))}
        <div className="gw-sum-total">
          <dt>{texts.toPay}</dt>
          <dd>
            <Amount value={textOf(fields['total'])} currency={currency} />
          </dd>
        </div>
        {isEmpty(fields['totalHome']) ? null : (
          <div>
            <dt>{texts.totalHome}</dt>
            <dd>
              <Amount value={textOf(fields['totalHome'])} />
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
