import { Type } from 'typebox';
import { readLagMs } from '../deliveries/delivery-store.ts';
import { operation } from './operation.ts';
import { version } from './version.ts';

export const health = operation({
  id: 'readHealth',
  tag: 'Operations',
  summary: 'Says that the process is alive.',
  description: 'It does not ask the database; `/readyz` does.',
  answers: { 200: Type.Object({ status: Type.Literal('ok') }, { description: 'The process is alive.' }) },
  handle: () => ({ body: { status: 'ok' } }),
});

export const ready = operation({
  id: 'readReadiness',
  tag: 'Operations',
  summary: 'Says that the database answers, and how far sending lags behind.',
  description:
    'The lag is now less the time at which the oldest unsent delivery fell due; what is paused, held or waits for an unavailable counterparty does not count. 503 with a problem document when the database does not answer.',
  answers: {
    200: Type.Object(
      { status: Type.Literal('ready'), lagMs: Type.Number(), roles: Type.Array(Type.String()), version: Type.String() },
      { description: 'The process can work.' },
    ),
  },
  refusals: ['database-unavailable'],
  handle: async ({ parts }) => {
    const lagMs = Math.round(await readLagMs(parts.database));
    return { body: { status: 'ready', lagMs, roles: parts.roles, version } };
  },
});

export const readMetrics = operation({
  id: 'readMetrics',
  tag: 'Operations',
  summary: 'Gives the figures of this process and of the queue, for Prometheus.',
  description: 'Open to programs on this machine; from elsewhere with the token of a configurator.',
  answers: {
    200: Type.Unsafe<string>({
      type: 'string',
      description: 'Figures in the text format of Prometheus.',
      contentMediaType: 'text/plain',
    }),
  },
  handle: async ({ parts }) => ({
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    body: await parts.metrics(),
  }),
});
