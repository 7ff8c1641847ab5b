import { Type } from 'typebox';
import { holdsHidden } from '../deliveries/visible-delivery.ts';
import { readAnswers } from '../overview/answers-store.ts';
import { shownBody } from './body-text.ts';
import { operation } from './operation.ts';
import { findTemplate } from './preview.ts';
import { Moment, NamePath, OrNull } from './schemas.ts';

export const listTemplateAnswers = operation({
  id: 'listTemplateAnswers',
  tag: 'Configuration',
  summary: 'Gives the last answers of counterparties to messages of a template, to try its response side on.',
  description: 'One of each delivery, without secrets, among the newest 20,000 deliveries of the unit.',
  params: NamePath,
  query: Type.Object(
    { last: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })) },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        data: Type.Array(
          Type.Object(
            {
              deliveryId: Type.String(),
              at: Moment,
              connection: Type.String(),
              entity: Type.String(),
              recordId: OrNull(Type.Integer()),
              registration: OrNull(Type.String()),
              state: Type.String({ description: 'Of the delivery.', examples: ['delivered'] }),
              outcome: Type.String({ description: 'What the answer was taken for.', examples: ['accepted'] }),
              status: Type.Integer({ examples: [200] }),
              headers: Type.Record(Type.String(), Type.Unknown()),
              messages: Type.Array(Type.Unknown()),
            },
            { additionalProperties: true, description: 'With the body as text, as in the attempts of a delivery.' },
          ),
        ),
      },
      { description: 'Answers, the newest first.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name }, query: { last = 20 } }) => {
    const { database } = parts;
    const { unitId } = caller;
    findTemplate(await parts.plans.read(database, unitId), name);
    const answers = await readAnswers(database, unitId, name, caller, last);
    const hidden = await Promise.all(answers.map((answer) => holdsHidden(database, unitId, answer, caller)));
    const data = answers
      .filter((_answer, index) => hidden[index] !== true)
      .map(({ eventId: _event, response, responseBody, messages, ...same }) => {
        const { headers = {} } = response as { readonly headers?: Readonly<Record<string, unknown>> };
        return { ...same, headers, ...shownBody(responseBody, headers), messages: messages ?? [] };
      });
    return { body: { data } };
  },
});
