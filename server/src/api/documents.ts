import { Type } from 'typebox';
import { type ProblemCode, problemKinds, Refusal, refuse } from '../errors.ts';
import { type InboundPlan, inboundPlan } from '../inbound/inbound-plan.ts';
import { describeDefinitions } from './describe-definitions.ts';
import { ProblemSchema } from './describe-route.ts';
import { openapiDocument } from './openapi.ts';
import { operation, type Route } from './operation.ts';
import { problemOf, problemType } from './problem.ts';
import { version } from './version.ts';

/** The address of the document itself. It takes the table of routes, which in turn holds it: hence the function. */
export const readOpenapi = (routes: () => readonly Route[]) => {
  let document: object | undefined;
  // As long as a unit's configuration stays the same.
  const ofUnits = new WeakMap<InboundPlan, object>();
  return operation({
    id: 'readOpenapi',
    tag: 'Operations',
    summary: 'Gives this document: every address, in OpenAPI 3.1.',
    description:
      'With a token, the addresses of the unit’s own API definitions are in it too, as far as they are switched on.',
    answers: { 200: Type.Object({}, { description: 'An OpenAPI 3.1 document.', additionalProperties: true }) },
    handle: async ({ parts, caller }) => {
      if (caller.unitId === 0) return { body: (document ??= openapiDocument(routes(), version)) };
      const plan = inboundPlan(
        await parts.database.transaction((transaction) => parts.plans.current(transaction, caller.unitId)),
      );
      const made = ofUnits.get(plan) ?? openapiDocument(routes(), version, describeDefinitions(plan));
      ofUnits.set(plan, made);
      return { body: made };
    },
  });
};

export const readProblem = operation({
  id: 'readProblem',
  tag: 'Operations',
  summary: 'Explains a kind of problem.',
  description: 'The `type` of every problem document is such an address.',
  params: Type.Object({ code: Type.String({ examples: ['invalid-record'] }) }),
  answers: {
    200: Type.Object(
      {
        type: Type.String({ examples: ['/problems/invalid-record'] }),
        status: Type.Integer({ examples: [422] }),
        title: Type.String({ examples: ['The record has faults'] }),
        meaning: Type.String({
          description: 'When it is answered.',
          examples: [problemKinds['invalid-record'].meaning],
        }),
        remedy: Type.String({ description: 'What to do about it.', examples: [problemKinds['invalid-record'].remedy] }),
        problem: { ...ProblemSchema, description: 'How it may look.' },
      },
      { description: 'What the kind means, and what to do.' },
    ),
  },
  refusals: ['not-found'],
  handle: ({ params: { code } }) => {
    if (!Object.hasOwn(problemKinds, code)) {
      refuse('not-found', `There is no kind of problem called ${JSON.stringify(code)}. docs/errors.md lists them all.`);
    }
    const known = code as ProblemCode;
    const { example, ...kind } = problemKinds[known];
    const refusal = new Refusal(known, example.detail, example.errors);
    return { body: { type: problemType(known), ...kind, problem: problemOf(refusal, '/rest/v1/1/documents') } };
  },
});
