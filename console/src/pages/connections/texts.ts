import { catalogue } from '../../texts/catalogue.ts';
import { connectionCs } from './texts.cs.ts';
import { connectionEn } from './texts.en.ts';

export const connectionTexts = catalogue(connectionEn, connectionCs);
