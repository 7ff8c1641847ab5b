import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { AddressRanges } from './address-ranges.ts';
import { targetOf, type EgressAllowance, type Target } from './address-guard.ts';
import { connectFault } from './network-faults.ts';
import type { Fault, Proxy } from './outbound-request.ts';

export interface ProxyAddress {
  readonly target: Target;
  /** A proxy stands in a private network as a rule, and an administrator has set it: only metadata addresses stay refused. */
  readonly allow: EgressAllowance;
  readonly authorization: string | undefined;
}

type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

const everywhere: EgressAllowance = { ranges: new AddressRanges(['0.0.0.0/0', '::/0']), hosts: [] };

export function proxyAddress(proxy: Proxy): Step<ProxyAddress> {
  const url = URL.canParse(proxy.url) ? new URL(proxy.url) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return {
      ok: false,
      fault: {
        stage: 'connect',
        code: 'invalid-url',
        sentence: 'The proxy of this connection is no URL: write it like http://proxy.example:3128.',
        passing: false,
      },
    };
  }
  const user = decoded(url.username);
  const password = decoded(url.password);
  const authorization =
    user === '' && password === '' ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return { ok: true, value: { target: targetOf(url, url.protocol), allow: everywhere, authorization } };
}

/** A percent sign that encodes nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Asks the proxy for a tunnel (CONNECT, RFC 9110 9.3.6) to the host, an address or a name, and answers the socket through it. */
export function askForTunnel(socket: Socket, proxy: ProxyAddress, host: string, port: number): Promise<Step<Socket>> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve) => {
    const request = httpRequest({
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        connection: 'keep-alive',
        ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
      },
      createConnection: () => socket,
    });
    request.once('error', (error) => resolve({ ok: false, fault: connectFault(error, proxy.target) }));
    request.once('connect', (response, tunnel: Socket, head: Buffer) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        tunnel.destroy();
        resolve({ ok: false, fault: refusedBy(proxy.target, status, authority) });
        return;
      }
      if (head.length > 0) tunnel.unshift(head);
      resolve({ ok: true, value: tunnel });
    });
    request.end();
  });
}

function refusedBy(proxy: Target, status: number, authority: string): Fault {
  const sentence =
    status === 407
      ? `The proxy ${proxy.hostname} asks for another user name or password (407). Put them into the proxy's URL.`
      : `The proxy ${proxy.hostname} refused to connect to ${authority} (${String(status)}).`;
  // 502, 503 and 504 of a proxy speak of the way behind it.
  return { stage: 'connect', code: 'proxy-refused', sentence, passing: status >= 500 };
}
