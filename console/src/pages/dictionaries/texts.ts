import { catalogue } from '../../texts/catalogue.ts';
import { dictionaryCs } from './texts.cs.ts';
import { dictionaryEn } from './texts.en.ts';

export const dictionaryTexts = catalogue(dictionaryEn, dictionaryCs);
