/** A fault with its place, as every problem document lists them. */
export interface Fault {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** What the server refused, or why it could not be asked. Its message is a sentence for people. */
export class Problem extends Error {
  /** `invalid-body`, `forbidden`, ... as docs/errors.md lists them; `unreachable`: no answer came. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: {
    readonly code: string;
    readonly status: number;
    readonly title: string;
    readonly detail: string;
    readonly faults?: readonly Fault[];
    readonly retryAfterSeconds?: number | undefined;
    readonly cause?: unknown;
  }) {
    super(facts.detail, { cause: facts.cause });
    this.name = 'Problem';
    this.code = facts.code;
    this.status = facts.status;
    this.title = facts.title;
    this.faults = facts.faults ?? [];
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly Fault[];
}

/** An answer of 400 and above. One that is no problem document comes from something between here and the server. */
export async function readProblem(response: Response): Promise<Problem> {
  const { status } = response;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  const document = await readDocument(response);
  if (document === undefined)
    return new Problem({
      code: 'no-problem-document',
      status,
      title: `HTTP ${status}`,
      detail: `The server answered ${status} ${response.statusText} without a reason. Something between this browser and Gangway may have answered.`,
      retryAfterSeconds,
    });
  const { type, title, detail, errors = [] } = document;
  return new Problem({
    code: type.replace(/^.*\//, ''),
    status,
    title,
    detail,
    faults: errors,
    retryAfterSeconds,
  });
}

async function readDocument(response: Response): Promise<ProblemDocument | undefined> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return undefined;
  try {
    const value: unknown = await response.json();
    if (typeof value !== 'object' || value === null || !('detail' in value) || !('type' in value)) return undefined;
    // The shape of every refusal of the API (docs/errors.md).
    return value as ProblemDocument;
  } catch {
    return undefined;
  }
}
