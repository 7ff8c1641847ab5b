import { useSyncExternalStore } from 'react';
import { Remembered } from '../app/remembered.ts';
import type { Catalogue, Texts } from './catalogue.ts';

export const languages = ['en', 'cs'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);

/** What the person has chosen on this machine; otherwise what the browser speaks. */
const chosen = new Remembered<Language>('gangway.language', isLanguage, browserLanguage());
document.documentElement.lang = chosen.value;
chosen.listen(() => (document.documentElement.lang = chosen.value));

function browserLanguage(): Language {
  const [first = 'en'] = navigator.languages;
  return /^(?:cs|sk)\b/i.test(first) ? 'cs' : 'en';
}

export function useLanguage(): readonly [Language, (language: Language) => void] {
  const language = useSyncExternalStore(chosen.listen, () => chosen.value);
  return [language, chosen.set];
}

/** Outside of components: for what happens by itself. */
export const currentLanguage = (): Language => chosen.value;

/** The texts of an area in the language of the person. */
export function useTexts<T>(catalogue: Catalogue<T>): Texts<T> {
  return catalogue[useLanguage()[0]];
}

export function textsNow<T>(catalogue: Catalogue<T>): Texts<T> {
  return catalogue[chosen.value];
}

export type Formatted = readonly [one: string, few: string, many: string];

/** "1 faktura, 2 faktury, 5 faktur": the number with the form of the word that belongs to it. */
export function countCs(count: number, [one, few, many]: Formatted): string {
  const form = count === 1 ? one : Number.isInteger(count) && count >= 2 && count <= 4 ? few : many;
  return `${new Intl.NumberFormat('cs-CZ').format(count)} ${form}`;
}

/** "1 invoice", "2 invoices". */
export function countEn(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat('en-GB').format(count)} ${count === 1 ? one : many}`;
}
