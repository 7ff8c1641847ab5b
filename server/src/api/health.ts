import { Type } from 'typebox';
import { operation } from './operation.ts';

export const health = operation({
  id: 'readHealth',
  tag: 'Operations',
  summary: 'Says that the process is alive.',
  description: 'It does not ask the database; `/readyz` does.',
  answers: { 200: Type.Object({ status: Type.Literal('ok') }, { description: 'The process is alive.' }) },
  handle: () => ({ body: { status: 'ok' } }),
});
