import { useFormat } from '../format/format.ts';

interface AmountProps {
  /** A decimal string as the API gives it; not one digit is lost. */
  readonly value: string | number | null | undefined;
  readonly currency?: string | null | undefined;
}

export function Amount({ value, currency }: AmountProps) {
  const format = useFormat();
  if (value === null || value === undefined) return null;
  return <span className="gw-number">{format.amount(value, currency ?? undefined)}</span>;
}
