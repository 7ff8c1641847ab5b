import { catalogue } from '../../texts/catalogue.ts';
import { recordCs } from './texts.cs.ts';
import { recordEn } from './texts.en.ts';

export const recordTexts = catalogue(recordEn, recordCs);
