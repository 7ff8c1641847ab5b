import type { Fault } from '../errors.ts';

/** A problem document as XML (RFC 9457, appendix B): for programs that read nothing else. */
export function problemXml(problem: {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors: readonly Fault[];
}): string {
  const { type, title, status, detail, instance, errors } = problem;
  const facts = Object.entries({ type, title, status, detail, instance });
  const list = errors.map(
    (fault) =>
      `<i>${Object.entries<string | number | undefined>({ ...fault })
        .map(elementOf)
        .join('')}</i>`,
  );
  const content = [...facts.map(elementOf), list.length === 0 ? '' : `<errors>${list.join('')}</errors>`].join('');
  return `${declaration}<problem xmlns="urn:ietf:rfc:7807">${content}</problem>`;
}

export const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function elementOf([name, value]: readonly [string, string | number | undefined]): string {
  return value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** For texts and for attributes in double quotes. What XML 1.0 cannot hold is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// eslint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
