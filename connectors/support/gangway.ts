import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { GangwayFolder } from '../../server/test/support/gangway-process.ts';

/** A Gangway server as a process of its own, for the tests of a connector; its receivers may listen on this machine. */
export interface StartedGangway {
  readonly url: string;
  /** Of the first administrator. */
  readonly token: string;
  /** Calls the API with that token, or another one; refused calls resolve too. The caller says what comes back. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- As `as` at every call, in fewer words.
  readonly call: <Body = unknown>(
    method: string,
    path: string,
    body?: object,
    token?: string,
  ) => Promise<{ status: number; body: Body }>;
  /** A token of a new user in these groups. */
  tokenFor(login: string, groups: readonly string[], terms?: object): Promise<string>;
  stop(): Promise<void>;
}

export async function startGangway(environment: Readonly<Record<string, string>> = {}): Promise<StartedGangway> {
  const folder = await GangwayFolder.create();
  const token = 'an-administrator-of-the-connector-tests';
  const settings = { GANGWAY_ADMIN_TOKEN: token, GANGWAY_EGRESS_ALLOW: '127.0.0.0/8', ...environment };
  const { url } = await folder.start(settings);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- As above.
  const call: StartedGangway['call'] = async <Body>(method: string, path: string, body?: object, who = token) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${who}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  return {
    url,
    token,
    call,
    tokenFor: async (login, groups, terms = {}) => {
      await call('POST', '/api/v1/1/users', { login, lastName: login, groups });
      const fields = { name: login, login, ipRanges: ['127.0.0.0/8', '::1'], ...terms };
      const made = await call<{ token: string }>('POST', '/api/v1/1/tokens', fields);
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return made.body.token;
    },
    stop: () => folder.remove(),
  };
}

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body byte for byte. */
  readonly text: string;
}

export interface Receiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** What it answers from now on; 200 before that. */
  answer(status: number): void;
  /** Waits until so many requests have come in, and gives the last of them. */
  nth(count: number): Promise<ReceivedRequest>;
  stop(): Promise<void>;
}

/** Takes what it is sent, as the address of a hook in the cloud of an automation service would. */
export async function startReceiver(): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, path: url, headers, text: Buffer.concat(chunks).toString() });
      response.writeHead(status, { 'content-type': 'text/plain' }).end('');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer: (next) => void (status = next),
    nth: (count) =>
      eventually(() => {
        const found = requests[count - 1];
        return found ?? false;
      }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Asks until the answer is something, for twenty seconds at most. */
export async function eventually<Found>(ask: () => Promise<Found | false> | Found | false): Promise<Found> {
  const until = performance.now() + 20_000;
  for (;;) {
    const found = await ask();
    if (found !== false) return found;
    if (performance.now() > until) throw new Error('It did not happen within 20 seconds.');
    await setTimeout(25);
  }
}

/** A company, and fields of an invoice for it. */
export async function invoiceFor({ call }: StartedGangway, company: string) {
  const { body } = await call<{ id: number }>('POST', '/rest/v1/1/companies', { name: company, client: true });
  return {
    type: 'INVOICE.SALES',
    companyId: body.id,
    ownerId: 2,
    issuedOn: '2026-11-23',
    lines: [{ name: 'Design', quantity: 1, unitPrice: '1000', vatRate: 21 }],
  };
}
