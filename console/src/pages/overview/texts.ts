import { catalogue } from '../../texts/catalogue.ts';
import { overviewCs } from './texts.cs.ts';
import { overviewEn } from './texts.en.ts';

export const overviewTexts = catalogue(overviewEn, overviewCs);
