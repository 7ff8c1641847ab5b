import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

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
