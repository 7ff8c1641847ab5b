/** A fault and its place, as in a problem document. */
export interface ProblemFault {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** What Gangway answers when it refuses something (RFC 9457). `type` ends in a stable code; docs/errors.md lists them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly ProblemFault[];
}

/** Anything that this package throws. */
export class GangwayError extends Error {
  override readonly name: string = 'GangwayError';
}

/** No answer came, or none that is one of Gangway's, after all repeats. `cause` is the last fault of the network. */
export class UnreachableError extends GangwayError {
  override readonly name: string = 'UnreachableError';
}

/** Gangway refused. `message` is its sentence; `errors` names every fault with its place. */
export class ProblemError extends GangwayError {
  override readonly name: string = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }

  /** The stable code: `not-found`, `invalid-record`, `revision-conflict`, ... */
  get code(): string {
    return this.problem.type.slice(this.problem.type.lastIndexOf('/') + 1);
  }

  get status(): number {
    return this.problem.status;
  }

  get errors(): readonly ProblemFault[] {
    return this.problem.errors ?? [];
  }
}

/** 400, 413, 415, 422: what was sent has faults. Sending it again is of no use. */
export class InvalidError extends ProblemError {
  override readonly name: string = 'InvalidError';
}
/** 401, 403: the token is not good, or not for this. */
export class ForbiddenError extends ProblemError {
  override readonly name: string = 'ForbiddenError';
}
/** 404 */
export class NotFoundError extends ProblemError {
  override readonly name: string = 'NotFoundError';
}
/** 409: the record was changed meanwhile, exists already, or is in a state that does not allow it. */
export class ConflictError extends ProblemError {
  override readonly name: string = 'ConflictError';
}
/** 429, after all repeats. */
export class TooManyRequestsError extends ProblemError {
  override readonly name: string = 'TooManyRequestsError';
}

/** A webhook that is not what it says: a wrong signature, an old time, a header that is missing. */
export class WebhookVerificationError extends GangwayError {
  override readonly name: string = 'WebhookVerificationError';
}

/** The class for a problem's status. */
export function problemError(problem: Problem): ProblemError {
  switch (problem.status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return new InvalidError(problem);
    case 401:
    case 403:
      return new ForbiddenError(problem);
    case 404:
      return new NotFoundError(problem);
    case 409:
      return new ConflictError(problem);
    case 429:
      return new TooManyRequestsError(problem);
    default:
      return new ProblemError(problem);
  }
}
