import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

/** What every simulated device is told on the command line; `secret` is how it proves who it is: --token or --password. */
export function readDeviceOptions(usage: string, secret: 'token' | 'password', usualDevice: string) {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      [secret]: { type: 'string' },
      device: { type: 'string', default: usualDevice },
      unit: { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const { url, [secret]: proof } = values;
  if (typeof url !== 'string' || typeof proof !== 'string') {
    console.error(`--url and --${secret} are needed; --help says more.`);
    process.exit(2);
  }
  return { url, proof, device: values.device, unit: Number(values.unit), port: Number(values.port) };
}

/** Does what an order asks; undefined: there is no such order. */
export type CarryOut<Order> = (path: string, order: Order) => Promise<object | undefined> | object | undefined;

/**
 * Takes orders for a simulated device on a port of its own (0: any free one), JSON in and out, until SIGTERM or SIGINT. Prints the one line that other
 * programs read the address from.
 */
export async function serveOrders<Order>(
  title: string,
  port: number,
  usage: string,
  carryOut: CarryOut<Order>,
): Promise<void> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    });
  });

  async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: object }> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    try {
      const order = JSON.parse(Buffer.concat(pieces).toString() || '{}') as Order;
      const body = await carryOut(request.url ?? '', order);
      return body === undefined ? { status: 404, body: { message: usage } } : { status: 200, body };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { status: 400, body: { message: 'The order is not JSON.' } };
    }
  }

  await once(server.listen(port, '127.0.0.1'), 'listening');
  console.log(`${title} (simulated) at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}
