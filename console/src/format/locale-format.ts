import type { Language } from '../texts/language.ts';

/** British English writes the day before the month, as the rest of Europe does. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', cs: 'cs-CZ' };

/** Numbers, amounts and times as the language of the person writes them. */
export class Format {
  readonly locale: string;
  readonly #made = new Map<string, Intl.DateTimeFormat>();

  constructor(language: Language) {
    this.locale = locales[language];
  }

  number(value: number, digits = 0): string {
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits: digits }).format(value);
  }

  /** Amounts come as decimal strings, so that no digit is lost: `1210.00`, `CZK`. */
  amount(value: string | number, currency?: string): string {
    const style: Intl.NumberFormatOptions =
      currency === undefined || !/^[A-Z]{3}$/.test(currency)
        ? { minimumFractionDigits: 2 }
        : { style: 'currency', currency, minimumFractionDigits: 2 };
    const text = typeof value === 'number' ? String(value) : value.trim();
    if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
    // A decimal string is read exactly; the type of the method knows only some of them.
    return new Intl.NumberFormat(this.locale, style).format(text as Intl.StringNumericLiteral);
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);
  }

  /** A calendar day without a time, as `2026-11-23`. */
  day(date: string): string {
    return this.#write(new Date(`${date.slice(0, 10)}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  }

  /** `23. 11.`, in the zone of the person. */
  shortDay(at: Date): string {
    return this.#write(at, { day: 'numeric', month: 'numeric' });
  }

  time(at: Date, parts: 'minutes' | 'seconds' | 'milliseconds' = 'seconds'): string {
    return this.#write(at, {
      hour: '2-digit',
      minute: '2-digit',
      ...(parts === 'minutes' ? {} : { second: '2-digit' }),
      ...(parts === 'milliseconds' ? { fractionalSecondDigits: 3 } : {}),
    });
  }

  dateTime(at: Date, parts: 'minutes' | 'seconds' = 'minutes'): string {
    return this.#write(at, {
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      ...(parts === 'seconds' ? { second: '2-digit' } : {}),
    });
  }

  /** The whole of it, for those who point at a time: with the zone. */
  full(at: Date): string {
    return this.#write(at, { dateStyle: 'full', timeStyle: 'long' });
  }

  /** Today the time is enough; another day has its date. */
  shortly(at: Date, now: Date): string {
    if (at.toDateString() === now.toDateString()) return this.time(at);
    const near = Math.abs(at.getTime() - now.getTime()) < 300 * 24 * 3_600_000;
    return this.#write(at, {
      day: 'numeric',
      month: 'numeric',
      ...(near ? {} : { year: 'numeric' }),
      hour: '2-digit',
      minute: '2-digit',
    });
  }

  /** 83 ms, 1.2 s, 4 min, 3 h, 2 d. */
  duration(milliseconds: number): string {
    const units = [
      [1, 'ms', 1_000, milliseconds < 10 ? 1 : 0],
      [1_000, 's', 60_000, milliseconds < 10_000 ? 1 : 0],
      [60_000, 'min', 3_600_000, 0],
      [3_600_000, 'h', 48 * 3_600_000, milliseconds < 10 * 3_600_000 ? 1 : 0],
      [24 * 3_600_000, 'd', Infinity, 0],
    ] as const;
    const [size, name, , digits] = units.find(([, , until]) => Math.abs(milliseconds) < until) ?? units[4];
    return `${this.number(milliseconds / size, digits)} ${name}`;
  }

  bytes(count: number): string {
    if (count < 1_000) return `${this.number(count)} B`;
    if (count < 1_000_000) return `${this.number(count / 1_000, 1)} kB`;
    if (count < 1_000_000_000) return `${this.number(count / 1_000_000, 1)} MB`;
    return `${this.number(count / 1_000_000_000, 1)} GB`;
  }

  #write(at: Date, options: Intl.DateTimeFormatOptions): string {
    if (Number.isNaN(at.getTime())) return '';
    const key = JSON.stringify(options);
    const formatter = this.#made.get(key) ?? new Intl.DateTimeFormat(this.locale, options);
    this.#made.set(key, formatter);
    return formatter.format(at);
  }
}
