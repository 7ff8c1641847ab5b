import { catalogue } from '../../texts/catalogue.ts';
import { signInCs } from './texts.cs.ts';
import { signInEn } from './texts.en.ts';

export const signInTexts = catalogue(signInEn, signInCs);
