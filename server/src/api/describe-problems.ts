import { type ProblemCode, problemKinds, Refusal } from '../errors.ts';
import { problemOf, problemType } from './problem.ts';

const codes = Object.keys(problemKinds) as ProblemCode[];

/** What may happen to any request, whatever its address: before it is looked up, or because it is another method's. */
const ofEveryRequest: readonly ProblemCode[] = [
  'malformed-request',
  'method-not-allowed',
  'request-timeout',
  'address-too-long',
  'headers-too-large',
];

/** Responses of an Operation Object for what it may refuse, by status; everything else below 500 is told by `4XX`. */
export function problemsOf(refused: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Object.groupBy(refused, (code) => String(problemKinds[code].status));
  const own = Object.entries(byStatus).map(([status, group = []]) => [status, responseTo(group)] as const);
  return { ...Object.fromEntries(own), '4XX': { $ref: '#/components/responses/refused' } };
}

function responseTo(group: readonly ProblemCode[]): object {
  const [first] = group;
  return group.length === 1 && first !== undefined
    ? { $ref: `#/components/responses/${first}` }
    : problemResponse(group);
}

function problemResponse(group: readonly ProblemCode[]): object {
  const headers = Object.assign({}, ...group.map((code) => headersOf[code] ?? {})) as object;
  return {
    description: group.map((code) => `${problemKinds[code].title} (\`${problemType(code)}\`).`).join(' '),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(group.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

const header = (name: string): object => ({ [name]: { $ref: `#/components/headers/${name}` } });
const headersOf: Partial<Record<ProblemCode, object>> = {
  unauthenticated: header('WWW-Authenticate'),
  'sign-in-refused': header('WWW-Authenticate'),
  'locked-out': header('Retry-After'),
  busy: header('Retry-After'),
  'rate-limited': header('Retry-After'),
  'database-unavailable': header('Retry-After'),
};

/** One response for each kind of problem; most statuses of an address mean exactly one. */
export const problemResponses: Readonly<Record<string, object>> = {
  ...Object.fromEntries(codes.map((code) => [code, problemResponse([code])])),
  refused: problemResponse(ofEveryRequest),
};

/** How each kind of problem may look. */
export const problemExamples: Readonly<Record<string, object>> = Object.fromEntries(
  codes.map((code) => {
    const { title, example } = problemKinds[code];
    const refusal = new Refusal(code, example.detail, example.errors);
    return [code, { summary: title, value: problemOf(refusal, '/rest/v1/1/documents') }];
  }),
);
