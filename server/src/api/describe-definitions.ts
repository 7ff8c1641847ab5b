import { type BodyFormat, type ApiDefinition, definitionDefaults, type Sample } from '../inbound/definition.ts';
import { bodyFormat, contentTypeOf } from '../inbound/body-format.ts';
import type { InboundPlan, RoutedDefinition } from '../inbound/inbound-plan.ts';
import { readBody } from '../inbound/read-body.ts';
import { Refusal, type ProblemCode } from '../errors.ts';
import { parametersOf } from '../inbound/path-pattern.ts';
import { problemsOf } from './describe-problems.ts';
import { plainJson } from './plain-json.ts';

/** What API definitions add to the OpenAPI document. */
export interface DescribedDefinitions {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly securitySchemes: Readonly<Record<string, object>>;
}

/** The addresses of a unit's definitions that are switched on, in OpenAPI 3.1. Pure. */
export function describeDefinitions({ definitions, unit }: InboundPlan): DescribedDefinitions {
  const paths: Record<string, Record<string, object>> = {};
  const securitySchemes: Record<string, object> = {};
  for (const routed of definitions) {
    const { source, methods, compiled } = routed;
    if (source.mode === 'off' || !compiled.ok) continue;
    const scheme = schemeOf(source);
    if (scheme !== undefined) securitySchemes[scheme.name] = scheme.scheme;
    const address = `/in/${unit.unitId}${source.path}`;
    for (const method of methods)
      (paths[address] ??= {})[method.toLowerCase()] = describe(routed, method, scheme?.name ?? 'token');
  }
  return { paths, securitySchemes };
}

function describe({ source, methods, pattern }: RoutedDefinition, method: string, scheme: string): object {
  const { name, title = name, description, mode, samples = [], repeat } = source;
  const takesBody = method !== 'GET' && method !== 'DELETE';
  const notes = [
    description,
    mode === 'test' ? 'Calls are tried and answered, and nothing is written.' : undefined,
    repeat === undefined
      ? undefined
      : 'A message that was accepted may come again: it changes nothing, and is answered the same.',
  ].filter((note) => note !== undefined);
  const parameters = [
    ...parametersOf(pattern).map((parameter) => ({
      ...{ name: parameter, in: 'path', required: true, schema: { type: 'string', minLength: 1 } },
      example: exampleOfParameter(source, parameter, samples),
    })),
    ...signatureParameters(source),
  ];
  return {
    operationId: methods.length === 1 ? `inbound-${name}` : `inbound-${name}-${method.toLowerCase()}`,
    tags: ['Inbound'],
    summary: title,
    description: notes.length === 0 ? `The API definition \`${name}\`.` : notes.join('\n\n'),
    security: [{ [scheme]: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(takesBody ? { requestBody: { required: true, content: contentOf(source, samples) } } : {}),
    responses: responsesOf(source),
  };
}

function schemeOf({
  name,
  authentication,
}: ApiDefinition): { readonly name: string; readonly scheme: object } | undefined {
  switch (authentication.kind) {
    case 'token':
      return undefined;
    case 'basic':
      return {
        name: 'basic',
        scheme: { type: 'http', scheme: 'basic', description: 'A user name and a password of the API definition.' },
      };
    case 'hmac': {
      const {
        header = 'X-Signature',
        algorithm = 'sha256',
        encoding = 'hex',
        prefix = '',
        content = '{timestamp}.{body}',
      } = authentication;
      const description = `${prefix === '' ? 'The' : `\`${prefix}\` and the`} HMAC with ${algorithm}, in ${encoding}, over \`${content}\`; the time of sending is in ${authentication.timestampHeader ?? 'X-Timestamp'}. Each signature is good once.`;
      return { name: `signature-${name}`, scheme: { type: 'apiKey', in: 'header', name: header, description } };
    }
  }
}

function signatureParameters({ authentication }: ApiDefinition): object[] {
  if (authentication.kind !== 'hmac') return [];
  const { timestampHeader = 'X-Timestamp', tolerance = definitionDefaults.tolerance } = authentication;
  const description = `When the call is sent: seconds or milliseconds since 1970, or ISO 8601. It may be off by ${tolerance}.`;
  return [
    {
      name: timestampHeader,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
      example: '1795341600',
    },
  ];
}

/** The value of a path parameter in the first sample that has one. */
function exampleOfParameter({ path }: ApiDefinition, parameter: string, samples: readonly Sample[]): string {
  const index = path.split('/').indexOf(`{${parameter}}`);
  const given = samples.find((sample) => sample.path !== undefined)?.path;
  return given?.replace(/\?.*$/s, '').split('/')[index] ?? parameter;
}

const emptyExamples: Readonly<Record<BodyFormat, unknown>> = {
  json: {},
  xml: '<message/>',
  csv: 'column\nvalue\n',
  form: {},
};

function contentOf(source: ApiDefinition, samples: readonly Sample[]): Record<string, object> {
  const { formats = definitionDefaults.formats, contentTypes = {} } = source;
  const types = [...formats.map((format) => [contentTypeOf[format], format] as const), ...Object.entries(contentTypes)];
  return Object.fromEntries<object>(
    types.map(([type, format]): [string, object] => {
      const fitting = samples.filter((sample) => isSampleOf(source, sample, type, format));
      const schema = format === 'json' ? {} : format === 'form' ? { type: 'object' } : { type: 'string' };
      if (fitting.length === 0) return [type, { schema, example: emptyExamples[format] }];
      return [
        type,
        {
          schema,
          examples: Object.fromEntries(fitting.map((sample, index) => exampleFrom(source, sample, format, index))),
        },
      ];
    }),
  );
}

function isSampleOf(
  source: ApiDefinition,
  { body, expect, contentType }: Sample,
  type: string,
  format: BodyFormat,
): boolean {
  if (body === undefined || expect === 'refused') return false;
  const given = contentType ?? contentTypeOf[source.formats?.[0] ?? 'json'];
  if (given.split(';', 1)[0]?.trim().toLowerCase() === type) return true;
  const chosen = bodyFormat(source, given);
  return type === contentTypeOf[format] && chosen.ok && chosen.format === format;
}

function exampleFrom(source: ApiDefinition, sample: Sample, format: BodyFormat, index: number): [string, object] {
  const read =
    format === 'json' || format === 'form'
      ? readBody(sample.body ?? '', format, source, sample.contentType)
      : undefined;
  const value = read === undefined || read instanceof Refusal ? sample.body : plainJson(read.value);
  return [`sample-${index + 1}`, { summary: sample.name, value }];
}

const refusals: readonly ProblemCode[] = [
  ...(['unauthenticated', 'forbidden', 'not-found', 'too-large', 'unsupported-media-type', 'invalid-json'] as const),
  ...(['unreadable-body', 'message-refused', 'invalid-record', 'key-reused', 'rate-limited'] as const),
  ...(['definition-failed', 'internal-error', 'database-unavailable'] as const),
];

function responsesOf({ answer, formats = definitionDefaults.formats }: ApiDefinition): Record<string, object> {
  const { accepted, refused } = answer ?? {};
  const own = refused === undefined ? {} : ownRefusal(refused);
  return {
    [String(accepted?.status ?? 200)]: {
      description: accepted === undefined ? 'Accepted.' : 'Accepted, in words of the definition’s own.',
      content:
        accepted === undefined
          ? {
              'application/json': { schema: plainSchema, example: plainExample },
              ...(formats.includes('xml')
                ? { 'application/xml': { schema: { type: 'string' }, example: plainXml } }
                : {}),
            }
          : {
              [accepted.contentType ?? typeOf[accepted.format]]: {
                schema: accepted.format === 'json' ? {} : { type: 'string' },
                example: accepted.format === 'json' ? {} : 'OK',
              },
            },
    },
    ...problemsOf(refusals),
    ...own,
  };
}

/** A refusal in the definition's own words; with a status of 200 it stands beside the acceptance. */
function ownRefusal({
  status,
  format,
  contentType,
}: NonNullable<NonNullable<ApiDefinition['answer']>['refused']>): Record<string, object> {
  if (status === undefined || status < 300) return {};
  const content = {
    [contentType ?? typeOf[format]]: {
      schema: format === 'json' ? {} : { type: 'string' },
      example: format === 'json' ? {} : 'Refused',
    },
  };
  return { [String(status)]: { description: 'Refused; the answer says why.', content } };
}

const typeOf = { json: 'application/json', xml: 'application/xml', text: 'text/plain' } as const;

const plainExample = {
  outcome: 'accepted',
  call: '019ab2c3-0000-7000-8000-000000000001',
  results: [{ entity: 'time', outcome: 'created', id: 7, registration: '7', state: 'accepted' }],
  messages: [],
};
const plainXml = `<answer outcome="accepted" call="${plainExample.call}"><result entity="time" outcome="created" id="7" registration="7" state="accepted"/></answer>`;

const plainSchema = {
  type: 'object',
  properties: {
    outcome: { type: 'string', const: 'accepted' },
    call: { type: 'string', description: 'The id of the call, also in the header `Gangway-Call`.' },
    results: {
      type: 'array',
      items: { type: 'object', additionalProperties: true },
      description: 'What became of each record.',
    },
    messages: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
  required: ['outcome', 'call', 'results', 'messages'],
};
