import { readOutage, type Outage } from './outage.ts';
import type { CounterpartyAnswer, CounterpartyProgram, CounterpartyRequest } from './program.ts';
import type { ReceivedRequests } from './received.ts';

export interface Controlled {
  readonly program: CounterpartyProgram;
  readonly outage: Outage;
  readonly received: ReceivedRequests;
  /** Cuts the connections of requests that hang. */
  readonly endHanging: () => void;
}

/**
 * The orders for demonstrations and tests. A real counterparty has nothing of the kind.
 *
 * - `GET /control`: a summary
 * - `GET /control/received?since=12`: the last requests, after number 12
 * - `GET /control/documents`: what was booked
 * - `POST /control/outage {"mode": "refuse", "times": 3}`: see outage.ts
 * - `POST /control/reset`: forgets documents, requests and orders
 * - `POST /control/{name}`: what the program itself offers
 */
export function answerControl(request: CounterpartyRequest, controlled: Controlled): CounterpartyAnswer {
  const name = request.path.slice('/control/'.length);
  const { program, outage, received } = controlled;
  if (request.method === 'GET') {
    if (name === '') return json(200, summary(controlled));
    if (name === 'received') return json(200, received.since(Number(request.query.get('since') ?? 0)));
    if (name === 'documents') return json(200, program.documents());
    return json(404, { message: `There is nothing at ${request.path}. Try /control.` });
  }
  const body = readJsonBody(request.body);
  if (name === 'reset') {
    program.reset();
    received.forget();
    setOutage(controlled, { mode: 'off' });
    return json(200, summary(controlled));
  }
  if (name === 'outage') {
    const order = readOutage(body);
    if (typeof order === 'string') return json(400, { message: order });
    setOutage(controlled, order);
    return json(200, outage.order);
  }
  const result = program.control?.(name, body);
  if (result === undefined) return json(404, { message: `There is no order "${name}".` });
  return typeof result === 'string' ? json(400, { message: result }) : json(200, result.state);
}

function setOutage({ outage, endHanging }: Controlled, order: Parameters<Outage['set']>[0]): void {
  outage.set(order);
  endHanging();
}

function summary({ program, outage, received }: Controlled): unknown {
  return { outage: outage.order, received: received.count, documents: program.documents().length };
}

function readJsonBody(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): CounterpartyAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(value, null, 2) };
}
