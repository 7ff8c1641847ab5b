import { catalogue } from './catalogue.ts';
import { commonCs } from './common.cs.ts';
import { commonEn } from './common.en.ts';

export const commonTexts = catalogue(commonEn, commonCs);
