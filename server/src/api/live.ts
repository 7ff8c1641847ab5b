import { Type } from 'typebox';
import { refuse } from '../errors.ts';
import { operation } from './operation.ts';
import { UnitPath } from './schemas.ts';

export const liveOperation = operation({
  id: 'listenForChanges',
  tag: 'Operations',
  summary: 'Tells open pages what has changed, as server-sent events.',
  description:
    'Each event is a hint to read something again: `deliveries` {ids, more}, `records` {entity, ids, more}, `alerts` {}, `connections` {names}, `configuration` {kind, name}, `jobs` {ids}, and `reset` {} where hints may have been lost and everything is to be read again. Four times a second at most, with 100 ids at most; `more` says that there are others. The stream ends with the session or the rights of the caller, at a stop of the server, and where it is not read; connect again. Only what the caller may see is named.',
  params: UnitPath,
  answers: { 200: Type.String({ description: 'Events (text/event-stream), for as long as the connection stands.' }) },
  refusals: ['rate-limited'],
  streams: true,
  handle: ({ parts, caller, headers, line }) => {
    if (line === undefined) throw new Error('a stream was asked for without a connection');
    if (!String(headers.accept ?? '').includes('text/event-stream')) {
      const message =
        'This address is a stream of events. Ask for it with the header "Accept: text/event-stream", as EventSource does.';
      refuse('invalid-parameter', message);
    }
    const body = parts.feed.subscribe(caller.unitId, String(caller.userId), {
      viewer: caller,
      isBack: headers['last-event-id'] !== undefined,
      judgeAgain: line.judgeAgain,
      cut: line.cut,
    });
    // A proxy that collects answers would hold back what is told.
    return { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }, body };
  },
});
