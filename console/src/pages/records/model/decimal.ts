/** An amount as a person types it in her language, "1 210,50" or "1,210.50", as the decimal string that the API takes. What is no number stays as typed: the server says so. */
export function readDecimal(typed: string, locale: string): string {
  const text = typed.replaceAll(/[\s\u00a0\u202f']/g, '').replace('\u2212', '-');
  const comma = locale.startsWith('cs');
  // With one kind of mark only the last one can divide the decimals; a group has three digits in English.
  const grouped = comma
    ? text.replaceAll(/\.(?=\d{3}(?:\D|$))(?=.*,)/g, '')
    : text.replaceAll(/,(?=\d{3}(?:\D|$))/g, '');
  const plain = comma ? grouped.replace(',', '.') : grouped;
  return /^[-+]?\d*\.?\d+$|^[-+]?\d+\.$/.test(plain) ? plain.replace(/^\+/, '').replace(/\.$/, '') : typed;
}

/** A decimal string in a field that is being typed in: with the mark of the language, without groups. */
export function showDecimal(value: string, locale: string): string {
  return locale.startsWith('cs') && /^-?\d+(?:\.\d+)?$/.test(value) ? value.replace('.', ',') : value;
}

/** Quantity times price, exact, rounded to the cent away from zero; undefined: one of them is no number. */
export function product(quantity: string, price: string): string | undefined {
  const one = scaled(quantity);
  const other = scaled(price);
  if (one === undefined || other === undefined) return undefined;
  const digits = one.digits * other.digits;
  const scale = one.scale + other.scale;
  return centsText(scale <= 2 ? digits * 10n ** BigInt(2 - scale) : divideRounded(digits, 10n ** BigInt(scale - 2)));
}

/** The sum of amounts with two decimals. */
export function sum(amounts: readonly string[]): string | undefined {
  const all = amounts.map(scaled);
  if (all.some((amount) => amount === undefined)) return undefined;
  return centsText(
    all.reduce((total, amount) => total + (amount?.digits ?? 0n) * 10n ** BigInt(2 - (amount?.scale ?? 2)), 0n),
  );
}

function scaled(text: string): { readonly digits: bigint; readonly scale: number } | undefined {
  const match = /^(-?\d+)(?:\.(\d{1,20}))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '', decimals = ''] = match;
  return { digits: BigInt(whole + decimals), scale: decimals.length };
}

function divideRounded(value: bigint, by: bigint): bigint {
  const half = by / 2n;
  return value < 0n ? -((-value + half) / by) : (value + half) / by;
}

function centsText(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
