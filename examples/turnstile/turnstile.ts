import { Gate } from './gate.ts';
import { readDeviceOptions, serveOrders } from './serve-orders.ts';

const usage = `Plays a turnstile for demonstrations and tests.

node examples/turnstile/turnstile.ts --url http://127.0.0.1:8080 --token TOKEN [options]

  --device NAME    gate-1
  --unit NUMBER    1
  --port NUMBER    of the orders below; 0 (the default): any free port

POST /pass {"badge": "B101", "direction": "IN", "at": "2026-11-23T08:00:00+01:00"}   somebody passes; direction and at may be left out
POST /network {"cut": true}      pulls the cable, or puts it in again (then what waits is delivered)
POST /again {}                   delivers everything once more
GET  /waiting                    what waits`;

const { url, proof: token, device, unit, port } = readDeviceOptions(usage, 'token', 'gate-1');
const gate = new Gate({ url, token, device, unit, now: () => new Date() });

interface Order {
  readonly badge?: string;
  readonly direction?: 'IN' | 'OUT';
  readonly at?: string;
  readonly cut?: boolean;
}

async function carryOut(path: string, order: Order): Promise<object | undefined> {
  switch (path) {
    case '/pass':
      return { answer: await gate.pass(order.badge ?? '', order.direction, order.at), waiting: gate.waiting.length };
    case '/network': {
      gate.cut = order.cut === true;
      return { answers: await gate.deliver(), waiting: gate.waiting.length };
    }
    case '/again':
      return { answers: await gate.deliverAgain() };
    case '/waiting':
      return { data: gate.waiting };
    default:
      return undefined;
  }
}

await serveOrders(`Turnstile ${device}`, port, usage, carryOut);
