import { type BodyFormat, definitionDefaults, type ApiDefinition } from './definition.ts';

export type ChosenFormat =
  { readonly ok: true; readonly format: BodyFormat } | { readonly ok: false; readonly sentence: string };

/** The usual content type of each format, without a charset. */
export const contentTypeOf: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  csv: 'text/csv',
  form: 'application/x-www-form-urlencoded',
};

/** Programs that send these have not thought about it: the format is then the definition's only one. */
const saysNothing: ReadonlySet<string> = new Set(['', 'text/plain', 'application/octet-stream', 'binary/octet-stream']);

/** In which format a body is to be read, by its Content-Type. */
export function bodyFormat(
  { formats = definitionDefaults.formats, contentTypes = {} }: Pick<ApiDefinition, 'formats' | 'contentTypes'>,
  contentType: string | undefined,
): ChosenFormat {
  const type = mediaTypeOf(contentType);
  const named = Object.hasOwn(contentTypes, type) ? contentTypes[type] : formatNamed(type);
  if (named !== undefined && (formats.includes(named) || Object.hasOwn(contentTypes, type)))
    return { ok: true, format: named };
  const [only] = formats;
  if (only !== undefined && formats.length === 1 && saysNothing.has(type)) return { ok: true, format: only };
  const accepted = [...formats.map((format) => contentTypeOf[format]), ...Object.keys(contentTypes)];
  const given =
    type === '' ? 'The request has no Content-Type' : `The Content-Type ${type.slice(0, 100)} is not taken here`;
  return { ok: false, sentence: `${given}. Send ${[...new Set(accepted)].join(' or ')}.` };
}

export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function formatNamed(type: string): BodyFormat | undefined {
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) return 'json';
  if (/^(?:application|text)\/(?:[\w.-]+\+)?xml$/.test(type)) return 'xml';
  if (type === 'text/csv' || type === 'application/csv') return 'csv';
  return type === contentTypeOf.form ? 'form' : undefined;
}
