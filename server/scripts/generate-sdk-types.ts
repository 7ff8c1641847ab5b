import { openapiDocument } from '../src/api/openapi.ts';
import { routes } from '../src/api/routes.ts';
import { version } from '../src/api/version.ts';
import type { Generator } from './generator.ts';
import { typeOf, type JsonSchema } from './type-of-schema.ts';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | { readonly $ref: string }>>;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const head = `// Generated from openapi.json by \`npm run generate\`; not edited by hand.

`;

/** The types of the SDK: every shared schema, and for every operation what goes in and what comes back. */
export const sdkTypesGenerator: Generator = {
  path: 'sdk/src/api-types.ts',
  generate: () => {
    // The document is our own (openapi.ts).
    const { paths, components } = openapiDocument(routes, version) as Document;
    const schemas = Object.entries(components.schemas).map(
      ([name, schema]) => `  readonly ${name}: ${typeOf(schema, '  ')};`,
    );
    const operations = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ operationId }) => typeof operationId === 'string')
      .map(operationType);
    return Promise.resolve(
      `${head}export interface Schemas {\n${schemas.join('\n')}\n}\n\nexport interface Operations {\n${operations.join('\n')}\n}\n`,
    );
  },
};

function operationType({ operationId, summary, parameters = [], requestBody, responses }: Described): string {
  const inside = (place: string): string => {
    const own = parameters.filter((parameter) => parameter.in === place);
    if (own.length === 0) return 'Record<string, never>';
    const fields = own.map(
      ({ name, required, schema }) =>
        `readonly ${JSON.stringify(name)}${required || place === 'path' ? '' : '?'}: ${typeOf(schema, '    ')}`,
    );
    return `{ ${fields.join('; ')} }`;
  };
  const answers = Object.entries(responses).flatMap(([status, response]) => {
    if (!status.startsWith('2') || '$ref' in response) return [];
    const schema = response.content?.['application/json']?.schema;
    return schema === undefined ? [] : [typeOf(schema, '    ')];
  });
  const body = requestBody?.content['application/json']?.schema;
  return [
    `  /** ${summary.replaceAll('*/', '* /')} */`,
    `  readonly ${operationId}: {`,
    `    readonly path: ${inside('path')};`,
    `    readonly query: ${inside('query')};`,
    `    readonly body: ${body === undefined ? 'undefined' : typeOf(body, '    ')};`,
    `    readonly answer: ${[...new Set(answers)].join(' | ') || 'unknown'};`,
    '  };',
  ].join('\n');
}
