import { openapiDocument } from '../src/api/openapi.ts';
import { routes } from '../src/api/routes.ts';
import { version } from '../src/api/version.ts';
import type { Generator } from './generator.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
}

const head = `// Generated from openapi.json by \`npm run generate\`; not edited by hand.
import type { Method } from './request.ts';

/** Where each operation is; what goes in and comes back stands in sdk/src/api-types.ts under the same names. */
`;

/** The addresses of the operations that the console calls by their names. */
export const consoleOperationsGenerator: Generator = {
  path: 'console/src/api/operations.ts',
  generate: () => {
    // The document is our own (openapi.ts).
    const { paths } = openapiDocument(routes, version) as Document;
    const lines = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId }]) =>
        typeof operationId === 'string' ? [`  ${operationId}: ['${method.toUpperCase()}', '${path}'],`] : [],
      ),
    );
    const table = `export const operationAddresses = {\n${lines.join('\n')}\n} as const satisfies Readonly<Record<string, readonly [Method, string]>>;\n`;
    return Promise.resolve(head + table);
  },
};
