import { catalogue } from '../texts/catalogue.ts';
import { appCs } from './texts.cs.ts';
import { appEn } from './texts.en.ts';

export const appTexts = catalogue(appEn, appCs);
