import { type Language, useLanguage } from '../texts/language.ts';
import { Format } from './locale-format.ts';

export type { Format };

const formats: Readonly<Record<Language, Format>> = { en: new Format('en'), cs: new Format('cs') };

export function useFormat(): Format {
  return formats[useLanguage()[0]];
}
