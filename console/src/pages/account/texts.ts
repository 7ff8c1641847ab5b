import { catalogue } from '../../texts/catalogue.ts';
import { accountCs } from './texts.cs.ts';
import { accountEn } from './texts.en.ts';

export const accountTexts = catalogue(accountEn, accountCs);
