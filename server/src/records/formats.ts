/**
 * The formats of texts in field schemas. Our own instead of a package, because the sentences below belong to exactly these
 * checks, and because every one of them takes linear time.
 */
export interface TextFormat {
  /** Goes behind `"issuedOn" must be `. */
  readonly sentence: string;
  readonly test: (text: string) => boolean;
}

export const formats: Readonly<Record<string, TextFormat>> = {
  date: { sentence: 'a date such as 2026-11-23', test: isDate },
  'date-time': { sentence: 'a moment with its zone such as 2026-11-23T10:00:00+01:00', test: isMoment },
  moment: {
    sentence: 'a date such as 2026-11-23, or a moment with its zone such as 2026-11-23T10:00:00+01:00',
    test: (text) => isDate(text) || isMoment(text),
  },
  time: { sentence: 'a time of day such as 08:30', test: (text) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text) },
  decimal: { sentence: 'an amount such as 1210.00', test: (text) => /^-?\d{1,40}(\.\d{1,20})?$/.test(text) },
  email: {
    sentence: 'an e-mail address such as jana@example.com',
    test: (text) => text.length <= 320 && /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]+$/u.test(text),
  },
  uri: { sentence: 'an address such as https://example.com/file.pdf', test: (text) => URL.canParse(text) },
  uuid: {
    sentence: 'a UUID such as 0191f2c4-6f0a-7c3e-9d52-3b1f8f0c2a11',
    test: (text) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
  },
  digits: { sentence: 'digits such as 2026001', test: (text) => /^[0-9]+$/.test(text) },
  country: { sentence: 'a country of two capital letters such as CZ', test: (text) => /^[A-Z]{2}$/.test(text) },
  currency: { sentence: 'a currency of three letters such as CZK', test: (text) => /^[A-Z]{3}$/.test(text) },
  /** The name of a group; that it exists is checked where the groups are known (plan-change). */
  group: { sentence: 'the name of a group', test: (text) => text.trim() !== '' },
};

const daysPerMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (daysPerMonth[month - 1] ?? 0);
}

/** RFC 3339 with seconds optional, zone required. */
function isMoment(text: string): boolean {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)$/.exec(
      text,
    );
  return match !== null && isDate(match[1] ?? '');
}
