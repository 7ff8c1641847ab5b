import { catalogue } from '../../texts/catalogue.ts';
import { fileCs } from './texts.cs.ts';
import { fileEn } from './texts.en.ts';

export const fileTexts = catalogue(fileEn, fileCs);
