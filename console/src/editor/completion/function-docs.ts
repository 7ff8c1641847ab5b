import { catalogue } from '../../texts/catalogue.ts';
import { functionDocsCs } from './function-docs.cs.ts';
import { functionDocsEn } from './function-docs.en.ts';

export const functionDocs = catalogue(functionDocsEn, functionDocsCs);
