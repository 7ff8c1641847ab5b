import { Type } from 'typebox';
import { refuse } from '../errors.ts';
import { readCoverage } from '../overview/coverage.ts';
import { inTurn } from '../overview/in-turn.ts';
import { didYouMean } from '../records/suggest.ts';
import { operation } from './operation.ts';
import { NamePath, OrNull } from './schemas.ts';

export const readDictionaryCoverage = operation({
  id: 'readDictionaryCoverage',
  tag: 'Configuration',
  summary: 'Says which keywords a dictionary was asked for, and for which it has no translation.',
  description:
    'The templates that use it make their messages of the records that were changed within the last days once more, and nothing is sent. 1,000 records are looked at for each way that a template goes, for three seconds in all.',
  params: NamePath,
  query: Type.Object(
    { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 90 })) },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        days: Type.Integer(),
        examined: Type.Integer({ description: 'Records.' }),
        complete: Type.Boolean({ description: 'false: there are more records than were looked at.' }),
        templates: Type.Array(Type.String(), { description: 'That use it.' }),
        triggers: Type.Array(Type.String(), { description: 'Whose condition uses it.' }),
        keywords: Type.Array(
          Type.Object({
            key: Type.String({ examples: ['INVOICE.SALES'] }),
            count: Type.Integer(),
            translated: OrNull(Type.String({ description: 'null: it has no entry.' })),
          }),
          { description: 'Those without a translation first.' },
        ),
        notes: Type.Array(Type.String()),
      },
      { description: 'What the dictionary is asked for.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name }, query: { days = 90 } }) => {
    const plan = await parts.plans.read(parts.database, caller.unitId);
    if (!plan.dictionaries.has(name)) {
      refuse(
        'not-found',
        `There is no dictionary ${JSON.stringify(name)}.${didYouMean(name, [...plan.dictionaries.keys()])}`,
      );
    }
    const asked = { days, viewer: caller, now: parts.now() };
    return { body: await inTurn(() => readCoverage(parts.database, plan, name, asked)) };
  },
});
