import type { Outcome, Run, ValueObject } from '@gangway/language';
import type { CompiledMessageTemplate, NamedText, PlacedProblem } from '../templates/compile-message-template.ts';

/** The connection's own part of a request, compiled; the template's parts go over it. */
export interface CompiledConnection {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly NamedText[];
  readonly query: readonly NamedText[];
}

/** A request as bytes, without authentication and without the headers that name the attempt. */
export interface ComposedMessage {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export type Composed =
  | { readonly ok: true; readonly message: ComposedMessage }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

/**
 * event + template + connection -> request. Pure: the same arguments give the same bytes, which is what makes a repeat recognisable.
 * Everything that changes from attempt to attempt (authentication, `Gangway-Attempt`) is added by the sender.
 */
export function composeMessage(
  template: CompiledMessageTemplate | undefined,
  connection: CompiledConnection,
  run: Run,
): Composed {
  const problems: PlacedProblem[] = [];
  const read = <T>(part: string, rendered: Outcome<T>): T | undefined => {
    if (rendered.ok) return rendered.value;
    problems.push(...rendered.problems.map((problem) => ({ ...problem, part })));
    return undefined;
  };
  const headers: Record<string, string> = {};
  const body = template?.body && read('body', template.body.render(run));
  if (body) headers['content-type'] = body.contentType;
  for (const { name, text } of [...connection.headers, ...(template?.headers ?? [])]) {
    headers[name.toLowerCase()] = read(`headers.${name}`, text.render(run)) ?? '';
  }
  const path = template?.url ? (read('url', template.url.render(run)) ?? '') : '';
  const query = [...connection.query, ...(template?.query ?? [])].map(({ name, text }): [string, string] => [
    name,
    read(`query.${name}`, text.render(run)) ?? '',
  ]);
  if (problems.length > 0) return { ok: false, problems };
  const method = template?.source.request?.method ?? connection.method;
  return {
    ok: true,
    message: { method, url: joinUrl(connection.url, path, query), headers, body: body?.bytes ?? null },
  };
}

/** `http://host/base/` and `/xml?a=1` -> `http://host/base/xml?a=1`. The host is the connection's, whatever the path holds. */
export function joinUrl(base: string, path: string, query: readonly (readonly [string, string])[]): string {
  const [basePath, baseQuery] = splitOnce(base, '?');
  const [ownPath, ownQuery] = splitOnce(path, '?');
  const joined = ownPath === '' ? basePath : `${basePath.replace(/\/+$/, '')}/${ownPath.replace(/^\/+/, '')}`;
  const parts = [
    baseQuery,
    ownQuery,
    ...query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  ];
  const search = parts.filter((part) => part !== undefined && part !== '').join('&');
  return search === '' ? joined : `${joined}?${search}`;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** What a message's templates see beside the record: see template-language.md, Context. */
export function messageContext(
  snapshot: ValueObject,
  delivery: { readonly id: string; readonly messageKey: string; readonly connection: string },
  constants: ValueObject,
): ValueObject {
  return {
    ...snapshot,
    constants,
    connection: { name: delivery.connection, constants },
    delivery: { id: delivery.id },
    message: { key: delivery.messageKey },
  };
}
