import type { Connection } from '../connections/connection.ts';
import { connectionDefaults } from '../connections/connection.ts';
import { failedBeforeSending, type OutboundRequest, type SendResult } from '../outbound/outbound-request.ts';
import { createTokenSource } from '../outbound/oauth2-tokens.ts';
import type { SecretSource } from '../outbound/resolve-secrets.ts';
import { sendAuthenticated } from '../outbound/send-authenticated.ts';
import type { Outbound } from '../outbound/send-request.ts';
import { type TransportOutcome, transportOf } from '../outbound/transport.ts';
import type { SendThrough } from './live-connection.ts';

/** Binds connections to the way out. A connection's transport is made once for each version of it and its secrets. */
export function sendThroughOutbound(outbound: Outbound, now: () => number): (unitId: number) => SendThrough {
  const tokens = createTokenSource(outbound);
  const transports = new WeakMap<Connection, TransportOutcome>();
  return (unitId) =>
    (connection: Connection, request: OutboundRequest, secrets: SecretSource): Promise<SendResult> => {
      const transport = transports.get(connection) ?? connectionTransport(unitId, connection, secrets);
      if (!transport.ok) return Promise.resolve(failedBeforeSending(transport.fault));
      transports.set(connection, transport);
      const authentication = connection.authentication ?? { kind: 'none' };
      return sendAuthenticated(outbound, request, authentication, {
        secrets,
        tokens,
        transport: transport.transport,
        nowMs: now(),
      });
    };
}

export function connectionTransport(unitId: number, connection: Connection, secrets: SecretSource): TransportOutcome {
  const { name, url, authentication, proxy, ca, allow = [] } = connection;
  // All shards of a connection that this process holds share its sockets.
  const concurrency =
    (connection.concurrency ?? connectionDefaults.concurrency) * (connection.shards ?? connectionDefaults.shards);
  return transportOf({ key: `${unitId}/${name}`, url, authentication, proxy, ca, allow, concurrency }, secrets);
}
