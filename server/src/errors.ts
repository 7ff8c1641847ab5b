/**
 * The one table of everything Gangway refuses. A refusal is answered as a problem document (RFC 9457) whose `type` is
 * `/problems/{code}`; the codes are stable, the sentences may be improved. docs/errors.md is generated from this table.
 */
export const problemKinds = {
  'invalid-body': { status: 400, title: 'The body cannot be used' },
  'invalid-parameter': { status: 400, title: 'A parameter cannot be used' },
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  'invalid-record': { status: 422, title: 'The record has faults' },
  'invalid-configuration': { status: 422, title: 'The configuration has faults' },
  'invalid-template': { status: 422, title: 'The template has faults' },
  unauthenticated: { status: 401, title: 'No valid token' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not there' },
  'method-not-allowed': { status: 405, title: 'This address has no such method' },
  'revision-conflict': { status: 409, title: 'The record was changed meanwhile' },
  'already-exists': { status: 409, title: 'It exists already' },
  'illegal-transition': { status: 409, title: 'The status cannot change like this' },
  'illegal-state': { status: 409, title: 'Not possible in the present state' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not understood' },
  'address-refused': { status: 422, title: 'The address may not be called' },
  'secret-missing': { status: 422, title: 'A secret is missing' },
  'internal-error': { status: 500, title: 'A fault in Gangway' },
  'database-unavailable': { status: 503, title: 'The database cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemKinds;

/** One fault and its place: `path` is a field path such as `lines[2].vatRate`, `line`/`column` a place in a template (from 1). */
export interface Fault {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An expected refusal. Everything else that is thrown is a bug and answered 500 without detail. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode;
  /** Every fault at once, so that a caller can mend all of them in one go. */
  readonly faults: readonly Fault[];

  constructor(code: ProblemCode, sentence: string, faults: readonly Fault[] = [], options?: { cause?: unknown }) {
    super(sentence, options);
    this.code = code;
    this.faults = faults;
  }
}

/** Throws a refusal; the sentence says what to do. */
export function refuse(code: ProblemCode, sentence: string, faults: readonly Fault[] = []): never {
  throw new Refusal(code, sentence, faults);
}
