import { Link } from 'wouter';
import { Amount } from '../../../components/amount.tsx';
import { Moment } from '../../../components/moment.tsx';
import { useFormat } from '../../../format/format.ts';
import { commonTexts } from '../../../texts/common.ts';
import { useTexts } from '../../../texts/language.ts';
import type { Field } from '../data/use-fields.ts';
import type { RelatedName } from '../data/use-related.ts';
import { isFields, isList, textOf, type Value } from '../model/record.ts';
import { useNames } from '../names.ts';

interface FieldValueProps {
  readonly field: Field;
  readonly value: Value | undefined;
  readonly related: RelatedName;
  /** Names of related records lead to their pages. */
  readonly links?: boolean;
  readonly currency?: string | undefined;
}

/** A value as people write it: dates and amounts by locale, choices and related records by name. */
export function FieldValue({ field, value, related, links = false, currency }: FieldValueProps) {
  const format = useFormat();
  const names = useNames();
  const { time } = useTexts(commonTexts);
  if (value === undefined || value === null) return null;
  if (isList(value)) return <Several {...{ field, value, related, links }} />;
  if (isFields(value)) return <>{Object.values(value).map(textOf).filter(Boolean).join(', ')}</>;
  if (field.entity !== null && typeof value === 'number') {
    const name = related(field.entity, value) ?? `#${value}`;
    return links ? <Link href={`/records/${field.entity}/${value}`}>{name}</Link> : <>{name}</>;
  }
  if (typeof value === 'boolean') return <>{value ? time.yes : time.no}</>;
  const text = textOf(value);
  // A moment may be written as a day alone.
  if (field.format === 'date' || (field.format === 'moment' && /^\d{4}-\d\d-\d\d$/.test(text)))
    return <>{format.day(text)}</>;
  if (field.format === 'date-time' || field.format === 'moment') return <Moment at={text} as="full" />;
  if (field.format === 'decimal')
    return currency === undefined ? (
      <>{decimalText(text, format.locale)}</>
    ) : (
      <Amount value={text} currency={currency} />
    );
  if (field.choices !== null) return <>{names.choice(text)}</>;
  return <>{text}</>;
}

/** As many decimals as were given: 3.5 hours are no 3.50. */
function decimalText(text: string, locale: string): string {
  const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  // A decimal string is read exactly.
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    text as Intl.StringNumericLiteral,
  );
}

function Several({
  field,
  value,
  related,
  links,
}: {
  readonly field: Field;
  readonly value: readonly Value[];
  readonly related: RelatedName;
  readonly links: boolean;
}) {
  const parts = value.map((item, index) => (
    <span key={index}>
      {index === 0 ? '' : ', '}
      {isFields(item) ? (
        textOf(item['name'] ?? item['value'] ?? item['city'] ?? Object.values(item)[0])
      ) : (
        <FieldValue field={field} value={item} related={related} links={links} />
      )}
    </span>
  ));
  return <>{parts}</>;
}
