import { catalogue } from '../../texts/catalogue.ts';
import { deliveryCs } from './texts.cs.ts';
import { deliveryEn } from './texts.en.ts';

export const deliveryTexts = catalogue(deliveryEn, deliveryCs);
