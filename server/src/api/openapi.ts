import { sessionCookie } from '../access/sessions/cookie.ts';
import type { DescribedDefinitions } from './describe-definitions.ts';
import { problemExamples, problemResponses } from './describe-problems.ts';
import { describeRoute } from './describe-route.ts';
import type { Route } from './operation.ts';
import { sharedComponents } from './shared-components.ts';
import { sharedSchemas } from './shared-schemas.ts';

/** What the tags of the operations mean, in the order in which pages show them. */
export const tags: Readonly<Record<string, string>> = {
  Records: 'Invoices, companies, jobs and all other business records.',
  Attendance: 'Passes of turnstiles, absences, time tracks: what comes in, and whose it is.',
  Deliveries: 'Messages on their way to counterparties, with their attempts.',
  Webhooks: 'Hooks: signed notices of events, for programs and automation services.',
  Inbound: 'API definitions: addresses of your own that other systems call, and the calls that came in.',
  Connections: 'Counterparties: where they are, how they are asked, whether they answer.',
  Configuration: 'Templates, dictionaries, triggers, entities, and integration files that hold all of them.',
  Access: 'Who calls, and the tokens that say so.',
  'Signing in': 'Sessions of people in a browser: passwords, second factors, single sign-on, the first set-up.',
  'Own account': 'What somebody who has signed in does with the own account.',
  Operations: 'The installation itself: health, figures, alerts, background jobs.',
};

/** The OpenAPI 3.1 document of the routes, and of a unit's own API definitions: a pure function, so that what is served and what is committed are the same. */
export function openapiDocument(
  routes: readonly Route[],
  version: string,
  own: DescribedDefinitions = { paths: {}, securitySchemes: {} },
): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = withReferences(describeRoute(route)) as object;
  }
  Object.assign(paths, own.paths);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gangway',
      version,
      summary: 'A self-hosted integration engine for business records.',
      description:
        'Every call but a few carries `Authorization: Bearer TOKEN`. Whatever is refused is answered with a problem document (RFC 9457) whose `detail` is a sentence that says what to do and whose `errors` name each fault with its place.',
      contact: { name: 'Whoever operates this installation' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ token: [] }, { session: [] }],
    paths,
    components: onlyUsed(paths, {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token made by `gangway token create` or `POST /api/v1/{unit}/tokens`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookie,
          description:
            'The cookie of somebody who has signed in to the console. What changes something also needs the header `Gangway-Csrf` (`GET /api/v1/session` answers it) and an `Origin` of this server.',
        },
        ...own.securitySchemes,
      },
      ...sharedComponents,
      responses: problemResponses,
      examples: problemExamples,
      schemas: Object.fromEntries(
        Object.entries(sharedSchemas).map(([name, schema]) => [name, withReferences(schema, true) as object]),
      ),
    }),
  };
}

type Components = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Leaves away the components that nothing refers to, directly or through others. */
function onlyUsed(paths: object, { securitySchemes, ...components }: Components): object {
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([\w/.-]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      const [kind = '', key = ''] = name.split('/');
      follow(components[kind]?.[key] ?? null);
    }
  };
  follow(paths);
  const kept = Object.entries(components).map(([kind, group]) => {
    return [kind, Object.fromEntries(Object.entries(group).filter(([key]) => used.has(`${kind}/${key}`)))] as const;
  });
  return { securitySchemes, ...Object.fromEntries(kept) };
}

/** Schemas by their text: TypeBox copies what it makes optional, so two of the same are not the same object. */
const names = new Map(Object.entries(sharedSchemas).map(([name, schema]) => [JSON.stringify(schema), name]));

/** Puts a reference in place of every shared schema. `whole`: the value itself stays, only what is in it is replaced. */
function withReferences(value: unknown, whole = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item));
  if (typeof value !== 'object' || value === null) return value;
  const name = whole ? undefined : names.get(JSON.stringify(value));
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item)]));
}
