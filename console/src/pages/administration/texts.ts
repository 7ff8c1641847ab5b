import { catalogue } from '../../texts/catalogue.ts';
import { administrationCs } from './texts.cs.ts';
import { administrationEn } from './texts.en.ts';

export const administrationTexts = catalogue(administrationEn, administrationCs);
