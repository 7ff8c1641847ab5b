import { newId } from '../database/uuid.ts';
import { contentTypeOf } from './body-format.ts';
import type { InboundCall } from './call.ts';
import { type ApiDefinition, definitionDefaults } from './definition.ts';
import { matchPath, parametersOf, parsePattern, splitPath } from './path-pattern.ts';

/** A call as a person writes it down: a sample, or what is tried in a preview. What is not said is what the definition takes. */
export interface WrittenCall {
  readonly method?: string;
  /** Below /in/{unit}, with its query. */
  readonly path?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** The call, or the field that cannot be one and why. */
export function callOf(
  source: ApiDefinition,
  written: WrittenCall,
  unitId: number,
  at: Date,
): InboundCall | { readonly field: 'path' | 'method'; readonly fault: string } {
  const pattern = parsePattern(source.path);
  const given = written.path ?? (parametersOf(pattern).length === 0 ? source.path : undefined);
  if (given === undefined)
    return {
      field: 'path',
      fault: `path is missing: say what stands for ${parametersOf(pattern)
        .map((name) => `{${name}}`)
        .join(' and ')} in ${source.path}.`,
    };
  const queryAt = given.indexOf('?');
  const path = queryAt < 0 ? given : given.slice(0, queryAt);
  const params = matchPath(pattern, splitPath(path) ?? []);
  if (params === undefined) return { field: 'path', fault: `${path} does not fit ${source.path}.` };
  const { methods = definitionDefaults.methods, formats = definitionDefaults.formats } = source;
  const method = written.method ?? methods[0] ?? 'POST';
  if (!(methods as readonly string[]).includes(method))
    return { field: 'method', fault: `The definition takes ${methods.join(', ')}, not ${method}.` };
  const { body = '', contentType = contentTypeOf[formats[0] ?? 'json'] } = written;
  const headers = Object.entries(written.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...{ id: newId(at.getTime()), at, method, params, body },
    path: `/in/${unitId}${path}`,
    address: given,
    query: queryOf(queryAt < 0 ? '' : given.slice(queryAt + 1)),
    headers: { ...(body.length === 0 ? {} : { 'content-type': contentType }), ...Object.fromEntries(headers) },
    from: { address: '127.0.0.1', passedOnByStranger: false },
  };
}

function queryOf(text: string): InboundCall['query'] {
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = Object.hasOwn(query, name) ? query[name] : undefined;
    Object.defineProperty(query, name, {
      ...{ value: earlier === undefined ? value : [earlier, value].flat(), enumerable: true, configurable: true },
    });
  }
  return query;
}
