import { catalogue } from '../../texts/catalogue.ts';
import { triggerCs } from './texts.cs.ts';
import { triggerEn } from './texts.en.ts';

export const triggerTexts = catalogue(triggerEn, triggerCs);
