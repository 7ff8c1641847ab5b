interface Fault {
  readonly message: string;
  readonly path?: string;
}

/** What Gangway answers when it refuses something (RFC 9457). */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly Fault[];
}

/** undefined: the text is no problem document, such as the page of a proxy. */
export function readProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Problem) : undefined;
  } catch {
    return undefined;
  }
}

/** The refusal in one line for a person: the sentence, and each fault with its place where there are several. */
export function sentenceOf(problem: Problem | undefined, status: number): string {
  if (problem === undefined) return `Gangway, or a proxy before it, answered ${status}.`;
  const { detail = problem.title ?? `Gangway answered ${status}.`, errors = [] } = problem;
  const unsaid = errors.filter(({ message }) => !detail.includes(message));
  const faults = unsaid.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`));
  return [detail, ...faults].join(' ');
}

/** `/problems/invalid-record` -> `invalid-record` */
export const codeOf = (problem: Problem | undefined): string =>
  problem?.type?.split('/').at(-1) ?? 'no-problem-document';
