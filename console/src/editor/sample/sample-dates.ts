interface DateForm {
  readonly pattern: RegExp;
  readonly format: string;
  /** Positions of year, month and day among the groups. */
  readonly order: readonly [number, number, number];
}

const forms: readonly DateForm[] = [
  { pattern: /^(\d{4})-(\d{2})-(\d{2})$/, format: 'yyyy-MM-dd', order: [1, 2, 3] },
  { pattern: /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?$/, format: 'yyyy-MM-ddTHH:mm:ss', order: [1, 2, 3] },
  {
    pattern: /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/,
    format: 'yyyy-MM-ddTHH:mm:ssXXX',
    order: [1, 2, 3],
  },
  { pattern: /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})$/, format: 'yyyy-MM-ddXXX', order: [1, 2, 3] },
  { pattern: /^(\d{2})\.(\d{2})\.(\d{4})$/, format: 'dd.MM.yyyy', order: [3, 2, 1] },
  { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, format: 'd.M.yyyy', order: [3, 2, 1] },
  { pattern: /^(\d{1,2})\. (\d{1,2})\. (\d{4})$/, format: 'd. M. yyyy', order: [3, 2, 1] },
  { pattern: /^(\d{2})\/(\d{2})\/(\d{4})$/, format: 'dd/MM/yyyy', order: [3, 2, 1] },
  { pattern: /^(20\d{2})(\d{2})(\d{2})$/, format: 'yyyyMMdd', order: [1, 2, 3] },
];

/** The format in which date() writes such a date; undefined where the text is none. */
export function dateFormatOf(text: string): string | undefined {
  return formOf(text)?.form.format;
}

/** `23.11.2026` -> `2026-11-23`. */
export function isoDateOf(text: string): string | undefined {
  const found = formOf(text);
  if (found === undefined) return undefined;
  const { form, match } = found;
  const [year, month, day] = form.order.map((position) => match[position] ?? '');
  return `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
}

function formOf(text: string): { form: DateForm; match: RegExpExecArray } | undefined {
  for (const form of forms) {
    const match = form.pattern.exec(text.trim());
    if (match === null) continue;
    const month = Number(match[form.order[1]]);
    const day = Number(match[form.order[2]]);
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31) return { form, match };
  }
  return undefined;
}
