import { catalogue } from '../../texts/catalogue.ts';
import { hookCs } from './texts.cs.ts';
import { hookEn } from './texts.en.ts';

export const hookTexts = catalogue(hookEn, hookCs);
