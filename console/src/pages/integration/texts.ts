import { catalogue } from '../../texts/catalogue.ts';
import { integrationCs } from './texts.cs.ts';
import { integrationEn } from './texts.en.ts';

export const integrationTexts = catalogue(integrationEn, integrationCs);
