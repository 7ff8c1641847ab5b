import { type Fault, type ProblemCode, problemKinds, Refusal } from '../errors.ts';

/** A problem document (RFC 9457): what every answer of 400 and above carries. */
export interface Problem {
  /** `/problems/{code}`, stable; the address explains the kind. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A sentence that says what to do. */
  readonly detail: string;
  /** The path that was asked for. */
  readonly instance: string;
  /** Every fault with its place; empty where the fault has none. */
  readonly errors: readonly Fault[];
}

export const problemMediaType = 'application/problem+json; charset=utf-8';

export function problemOf(refusal: Refusal, instance: string): Problem {
  const { status, title } = problemKinds[refusal.code];
  return { type: problemType(refusal.code), title, status, detail: refusal.message, instance, errors: refusal.faults };
}

export function problemType(code: ProblemCode): string {
  return `/problems/${code}`;
}

/** Headers that belong to a kind of problem, whatever the route. */
export function problemHeaders(code: ProblemCode): Readonly<Record<string, string>> {
  if (code === 'unauthenticated' || code === 'sign-in-refused') return { 'www-authenticate': 'Bearer realm="Gangway"' };
  // The database comes back within seconds of a restart; a caller who waits longer loses nothing.
  if (code === 'database-unavailable') return { 'retry-after': '5' };
  return {};
}

/**
 * The refusal that an error means. What Fastify itself throws is translated by its code; everything else that is no Refusal is a bug, of which
 * the caller learns nothing but that it is logged.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = frameworkRefusals[code];
  if (known !== undefined) return new Refusal(known[0], known[1], [], { cause: error });
  return new Refusal(
    'internal-error',
    'Something went wrong inside Gangway. The operator finds the cause in the log.',
    [],
    { cause: error },
  );
}

const frameworkRefusals: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'too-large',
    'The body is larger than GANGWAY_BODY_LIMIT allows. Send it in smaller parts.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported-media-type',
    'Send JSON with the header "Content-Type: application/json".',
  ],
  FST_ERR_CTP_INVALID_TYPE: ['unsupported-media-type', 'Send JSON with the header "Content-Type: application/json".'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid-body',
    'The body is not as long as its Content-Length says. Send it again.',
  ],
  FST_ERR_BAD_URL: [
    'invalid-parameter',
    'The address has a % that is not followed by two hexadecimal digits of valid UTF-8. Encode it as %25.',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['not-found', 'A part of the address is too long; nothing here has such a name.'],
};
