import type { Problem, Run, TextTemplate, ValueObject } from '@gangway/language';
import type { CompiledMessageTemplate, NamedText } from '../templates/compile-message-template.ts';

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
  { readonly ok: true; readonly message: ComposedMessage } | { readonly ok: false; readonly reason: string };

/**
 * event + template + connection -> request. Pure: the same arguments give the same bytes, which is what makes a repeat recognisable.
 * Everything that changes from attempt to attempt (authentication, `Gangway-Attempt`) is added by the sender.
 */
export function composeMessage(
  template: CompiledMessageTemplate | undefined,
  connection: CompiledConnection,
  run: Run,
): Composed {
  const problems: string[] = [];
  const place = (part: string, found: readonly Problem[]): void => {
    for (const { message, line, column } of found)
      problems.push(`${message} (${part}, line ${line}, column ${column})`);
  };
  const text = (part: string, source: TextTemplate): string => {
    const rendered = source.render(run);
    if (rendered.ok) return rendered.value;
    place(part, rendered.problems);
    return '';
  };
  const headers: Record<string, string> = {};
  const body = template?.body?.render(run);
  if (body && !body.ok) place('body', body.problems);
  if (body?.ok) headers['content-type'] = body.value.contentType;
  for (const source of [...connection.headers, ...(template?.headers ?? [])]) {
    headers[source.name.toLowerCase()] = text(`header ${source.name}`, source.text);
  }
  const path = template?.url ? text('url', template.url) : '';
  const query = [...connection.query, ...(template?.query ?? [])].map(({ name, text: value }): [string, string] => [
    name,
    text(`query ${name}`, value),
  ]);
  if (problems.length > 0) return { ok: false, reason: problems.join(' ') };
  const method = template?.source.request?.method ?? connection.method;
  return {
    ok: true,
    message: { method, url: joinUrl(connection.url, path, query), headers, body: body?.ok ? body.value.bytes : null },
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
