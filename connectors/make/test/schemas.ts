/**
 * Schemas of the files of a Make app in its local development format, as far as this app uses it. They are ours, written after Make's documentation, and
 * stricter: nothing is let through that no file here has.
 */
type Schema = object;

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const exact = (properties: Readonly<Record<string, Schema | boolean>>, required: readonly string[] = []): Schema => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const list = (items: Schema): Schema => ({ type: 'array', items });
const iml = { type: 'string', pattern: '\\{\\{.+\\}\\}' };
const flat = {
  type: 'object',
  additionalProperties: { anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'object' }] },
};

/** https://developers.make.com: `text`, never `string`. */
const types = [
  ...[
    'any',
    'array',
    'boolean',
    'collection',
    'date',
    'email',
    'integer',
    'json',
    'number',
    'password',
    'select',
    'text',
    'time',
  ],
  ...['uinteger', 'url', 'uuid'],
];
const rpc = { type: 'string', pattern: '^rpc://[a-z][A-Za-z]+$' };
const option = exact({ label: text(256), value: { type: ['string', 'number'] } }, ['label', 'value']);

export const parameter: Schema = {
  $id: 'parameter',
  anyOf: [
    rpc,
    exact(
      {
        name: text(128),
        label: text(256),
        help: text(2_000),
        type: { enum: types },
        required: { type: 'boolean' },
        mappable: { type: 'boolean' },
        advanced: { type: 'boolean' },
        multiline: { type: 'boolean' },
        multiple: { type: 'boolean' },
        mode: { enum: ['edit', 'choose'] },
        default: true,
        options: {
          anyOf: [
            rpc,
            list(option),
            exact({ store: rpc, nested: { anyOf: [rpc, list({ $ref: 'parameter' })] } }, ['store', 'nested']),
          ],
        },
        spec: { anyOf: [exact({ type: { enum: types } }, ['type']), list({ $ref: 'parameter' })] },
      },
      ['name', 'label', 'type'],
    ),
  ],
};
export const parameters: Schema = list({ $ref: 'parameter' });

const errorTypes = ['RuntimeError', 'DataError', 'RateLimitError', 'ConnectionError', 'InvalidAccessTokenError'];
const oneError = { type: { enum: errorTypes }, message: text(1_024) };
const error = {
  type: 'object',
  properties: oneError,
  patternProperties: { '^[45][0-9]{2}$': exact(oneError, ['type', 'message']) },
  required: ['type', 'message'],
  additionalProperties: false,
};
const iterate = { anyOf: [iml, exact({ container: iml, condition: iml }, ['container', 'condition'])] };
const log = exact({ sanitize: list(text(200)) }, ['sanitize']);
const method = { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', '{{parameters.method}}'] };
/** Of the app's own server, by a path or the address in the connection. */
const ownUrl = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^(/|\\{\\{connection\\.baseUrl\\}\\}\\{\\{if\\()',
};
const request = { url: ownUrl, method, headers: flat, qs: flat, body: true, type: { enum: ['json', 'text'] } };

export const base = exact(
  { baseUrl: { const: '{{connection.baseUrl}}' }, headers: flat, response: exact({ error }, ['error']), log },
  ['baseUrl', 'headers', 'response', 'log'],
);
export const connection = exact(
  {
    ...request,
    url: iml,
    response: exact(
      { data: flat, metadata: exact({ type: { enum: ['text', 'email'] }, value: iml }, ['type', 'value']), error },
      ['data', 'metadata', 'error'],
    ),
    log,
  },
  ['url', 'method', 'headers', 'response', 'log'],
);
/** An action gives one bundle, so it has neither `iterate` nor `limit` nor pages. */
export const action = exact({ ...request, response: exact({ output: true }, ['output']) }, [
  'url',
  'method',
  'response',
]);
export const search = exact(
  {
    ...request,
    response: exact({ limit: iml, iterate, output: iml }, ['limit', 'iterate', 'output']),
    pagination: exact({ condition: iml, qs: flat }, ['condition', 'qs']),
  },
  ['url', 'method', 'response', 'pagination'],
);
export const remoteProcedure = exact(
  { ...request, response: exact({ limit: { const: 500 }, iterate, output: true }, ['iterate', 'output']) },
  ['url', 'method', 'response'],
);
const respond = exact({ type: { enum: ['json', 'text'] }, status: { type: 'integer' }, body: true }, ['status']);
export const webhook = exact(
  { verification: exact({ condition: iml, respond }, ['condition', 'respond']), condition: iml, output: iml },
  ['verification', 'output'],
);
export const attach = exact({ ...request, response: exact({ data: flat }, ['data']) }, [
  'url',
  'method',
  'body',
  'response',
]);
export const detach = exact(request, ['url', 'method']);
/** The notice is the bundle as it is: nothing more is asked. */
export const nothing = exact({});
export const samples = { type: 'object', minProperties: 1 };
export const groups = list(exact({ label: text(256), modules: list(text(100)) }, ['label', 'modules']));

const files = { type: 'object', additionalProperties: text(200), minProperties: 1 };
const label = { label: text(200), codeFiles: files };
const linked = { ...label, connection: text(100) };
const components = (component: Schema): Schema => ({ type: 'object', additionalProperties: component });
export const manifest = exact(
  {
    fileVersion: { const: 1 },
    generalCodeFiles: exact({ base: text(200), common: { type: 'null' }, groups: text(200), readme: text(200) }, [
      'base',
      'common',
      'groups',
      'readme',
    ]),
    components: exact(
      {
        connection: components(
          exact({ ...label, connectionType: { enum: ['basic'] } }, ['label', 'connectionType', 'codeFiles']),
        ),
        function: components({ not: {} }),
        module: components(
          exact(
            {
              ...linked,
              description: text(400),
              moduleType: { enum: ['action', 'search', 'instant_trigger', 'universal'] },
              actionCrud: { enum: ['create', 'read', 'update', 'delete'] },
              webhook: text(100),
            },
            ['label', 'description', 'moduleType', 'connection', 'codeFiles'],
          ),
        ),
        rpc: components(exact(linked, ['label', 'connection', 'codeFiles'])),
        webhook: components(
          exact({ ...linked, webhookType: { enum: ['web'] } }, ['label', 'webhookType', 'connection', 'codeFiles']),
        ),
      },
      ['connection', 'function', 'module', 'rpc', 'webhook'],
    ),
    origins: { type: 'array', maxItems: 0 },
  },
  ['fileVersion', 'generalCodeFiles', 'components', 'origins'],
);
