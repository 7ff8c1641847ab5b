import { catalogue } from '../../texts/catalogue.ts';
import { definitionCs } from './texts.cs.ts';
import { definitionEn } from './texts.en.ts';

export const definitionTexts = catalogue(definitionEn, definitionCs);
