import { openapiDocument } from '../src/api/openapi.ts';
import { routes } from '../src/api/routes.ts';
import { version } from '../src/api/version.ts';
import type { Generator } from './generator.ts';

export const openapiGenerator: Generator = {
  path: 'openapi.json',
  generate: () => Promise.resolve(`${JSON.stringify(openapiDocument(routes, version), null, 2)}\n`),
};
