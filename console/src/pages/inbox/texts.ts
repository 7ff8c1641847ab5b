import { catalogue } from '../../texts/catalogue.ts';
import { inboxCs } from './texts.cs.ts';
import { inboxEn } from './texts.en.ts';

export const inboxTexts = catalogue(inboxEn, inboxCs);
