import { catalogue } from '../../texts/catalogue.ts';
import { templateCs } from './texts.cs.ts';
import { templateEn } from './texts.en.ts';

export const templateTexts = catalogue(templateEn, templateCs);
