import { type TSchema, Type } from 'typebox';
import { type Refusal, refuse } from '../errors.ts';
import { registrationFault } from '../records/system-fields.ts';
import type { InputFields } from '../records/types.ts';
import { ProblemSchema } from './describe-route.ts';
import type { Answer, Call } from './operation.ts';
import { type Problem, problemOf, refusalOf } from './problem.ts';

/** A second or two of work; whoever has more sends the next array when this one was answered. */
export const mostItems = 1000;

/** The body of a call that takes one record or several. */
export const oneOrSeveral = <T extends TSchema>(fields: T) =>
  Type.Union([fields, Type.Array(fields, { minItems: 1, maxItems: mostItems })]);

export const BatchWire = Type.Array(
  Type.Object(
    {
      status: Type.Integer({ description: 'What the call with this item alone would have had.', examples: [201] }),
      record: Type.Optional(Type.Object({}, { additionalProperties: true, description: 'The record as it is now.' })),
      problem: Type.Optional(ProblemSchema),
    },
    { description: 'The record, or the problem that refused it.' },
  ),
  { description: 'What became of each item of an array, in its order.' },
);

export type Item =
  { readonly status: number; readonly record: unknown } | { readonly status: number; readonly problem: Problem };

/**
 * Does one item after the other, each in a transaction of its own: what is refused leaves the others alone. When the database has gone away the rest is not
 * tried, and told so, because what was done before stays done.
 */
export async function answerItems(
  { parts, caller, params }: Pick<Call<{ readonly entity: string }>, 'parts' | 'caller' | 'params'>,
  items: readonly InputFields[],
  save: (fields: InputFields) => Promise<Answer>,
): Promise<Answer> {
  const instance = `/rest/v1/${caller.unitId}/${params.entity}`;
  const answered: Item[] = [];
  let unreachable: Refusal | undefined;
  for (const fields of items) {
    if (unreachable !== undefined) {
      answered.push(refused(unreachable, instance));
      continue;
    }
    try {
      const { status = 200, body } = await save(fields);
      answered.push({ status, record: body });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'internal-error') parts.log.error({ err: refusal.cause, path: instance }, 'request.failed');
      if (refusal.code === 'database-unavailable') unreachable = refusal;
      answered.push(refused(refusal, instance));
    }
  }
  return { body: answered };
}

function refused(refusal: Refusal, instance: string): Item {
  const problem = problemOf(refusal, instance);
  return { status: problem.status, problem };
}

/** Of a change: the record that an item names itself. */
export function keyOfItem({
  id,
  registration,
}: InputFields): { readonly id: number } | { readonly registration: string } {
  const number = Number(id ?? Number.NaN);
  if (Number.isSafeInteger(number) && number > 0) return { id: number };
  if (id === undefined && typeof registration === 'string') return { registration };
  const message = 'Each item names its record by "id" or "registration".';
  return refuse('invalid-record', message, [{ path: 'id', message }]);
}

/** Of an upsert: the registration that an item gives itself. */
export function registrationOfItem({ registration }: InputFields): string {
  const fault = registrationFault(registration);
  if (typeof registration === 'string' && fault === undefined) return registration;
  const message = fault ?? '"registration" is missing: it names the record of each item.';
  return refuse('invalid-record', message, [{ path: 'registration', message }]);
}

/** What names one record has no place beside several. */
export function refuseForSeveral({ query, headers }: Pick<Call, 'query' | 'headers'>): void {
  const named = Object.keys(query ?? {});
  if (named.length > 0) {
    const message = `The address names one record and the body holds several: write "${named.join('", "')}" into each item instead.`;
    refuse('invalid-parameter', message, [{ path: named.join(), message }]);
  }
  if (headers['if-match'] !== undefined && headers['if-match'] !== '*') {
    refuse('invalid-parameter', 'If-Match is for one record: write "revision" into each item instead.');
  }
}
