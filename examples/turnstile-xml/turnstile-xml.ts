import { readDeviceOptions, serveOrders } from '../turnstile/serve-orders.ts';
import { Terminal, type TerminalPass } from './terminal.ts';

const usage = `Plays a terminal that can only send its own XML, for demonstrations and tests.

node examples/turnstile-xml/turnstile-xml.ts --url http://127.0.0.1:8080 --password PASSWORD [options]

  --device NAME    T12-0417
  --unit NUMBER    1
  --port NUMBER    of the orders below; 0 (the default): any free port

POST /pass {"card": "B101", "direction": "P", "date": "23.11.2026", "time": "08:00:00"}   somebody passes: P in, O out, ? not known
POST /deliver {"deaf": 1}     sends what waits as one batch; deaf: the answer is lost on the way
POST /network {"cut": true}   pulls the cable, or puts it in again
POST /forget {}               its memory of the last batch is lost: its passes wait again
GET  /waiting                 what waits`;

const { url, proof: password, device, unit, port } = readDeviceOptions(usage, 'password', 'T12-0417');
const terminal = new Terminal({ url: `${url}/in/${unit}/turnstile-xml`, password, device });

interface Order {
  readonly card?: string;
  readonly direction?: TerminalPass['direction'];
  readonly date?: string;
  readonly time?: string;
  readonly cut?: boolean;
  readonly deaf?: number;
}

async function carryOut(path: string, order: Order): Promise<object | undefined> {
  switch (path) {
    case '/pass': {
      const now = new Date();
      const {
        card = '',
        direction = '?',
        date = now.toLocaleDateString('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric' }),
        time = now.toLocaleTimeString('de-DE'),
      } = order;
      terminal.pass(card, direction, date, time);
      return { waiting: terminal.waiting.length };
    }
    case '/deliver':
      terminal.deaf = order.deaf ?? 0;
      return { answer: (await terminal.deliver()) ?? null, waiting: terminal.waiting.length };
    case '/network':
      terminal.cut = order.cut === true;
      return { cut: terminal.cut };
    case '/forget':
      terminal.forget();
      return { waiting: terminal.waiting.length };
    case '/waiting':
      return { data: terminal.waiting };
    default:
      return undefined;
  }
}

await serveOrders(`Terminal ${device}`, port, usage, carryOut);
