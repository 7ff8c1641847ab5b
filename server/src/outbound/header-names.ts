/** Headers that belong to the connection and the message's framing (RFC 9110 7.6.1, RFC 9112): Gangway sets them itself. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const tokenPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What is wrong with a header's name, without a full stop. For the moment of sending and, earlier, of saving a connection or template. */
export function headerNameFault(name: string): string | undefined {
  if (!tokenPattern.test(name)) return `"${name.slice(0, 60)}" cannot be the name of a header`;
  return ownHeaders.has(name.toLowerCase()) ? `"${name}" is a header that Gangway sets itself: take it out` : undefined;
}
