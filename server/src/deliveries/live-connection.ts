import { durationMs } from '../configuration/duration.ts';
import type { Secret } from '../configuration/secret-store.ts';
import { type Connection, connectionTimeoutMs, hostOf } from '../connections/connection.ts';
import { type ConnectionSchedule, scheduleOfConnection } from '../connections/schedule.ts';
import type { AnswerHeaders, OutboundHeaders, OutboundRequest, SendResult } from '../outbound/outbound-request.ts';
import type { SecretRefusal, SecretSource } from '../outbound/resolve-secrets.ts';
import { createScrubber } from '../outbound/scrub.ts';
import type { CompiledConnection } from './compose-message.ts';
import { compileOwnTexts, type OwnTexts, ownTextsOf } from './own-texts.ts';

/** A connection of the moment, ready to send; or why it cannot be used. */
export type LiveConnection =
  | { readonly ok: false; readonly reason: string }
  | {
      readonly ok: true;
      readonly connection: Connection;
      readonly own: OwnTexts;
      readonly compiled: CompiledConnection;
      readonly repeats: 'safe' | 'unsafe';
      readonly schedule: ConnectionSchedule;
      readonly answerWithinMs: number | undefined;
      readonly timeoutMs: number;
      /** Authenticates and sends within so many milliseconds; never rejects for what network, peer or settings do. */
      readonly send: (request: Omit<OutboundRequest, 'timeoutMs' | 'gzip'>, withinMs: number) => Promise<SendResult>;
      /** For templates: the value where it may be sent to this connection's host, else undefined. */
      readonly secret: (name: string) => string | undefined;
      /** A sentence for each of these secrets that may not be used here. */
      readonly missingSecrets: (names: readonly string[]) => string[];
      readonly scrub: (text: string) => string;
      readonly scrubBytes: (bytes: Uint8Array) => Uint8Array;
      readonly scrubHeaders: (headers: OutboundHeaders | AnswerHeaders) => OutboundHeaders | AnswerHeaders;
    };

/** Sends one request by the connection's settings, with its authentication. */
export type SendThrough = (
  connection: Connection,
  request: OutboundRequest,
  secrets: SecretSource,
) => Promise<SendResult>;

export function liveConnection(
  connection: Connection,
  secrets: ReadonlyMap<string, Secret>,
  sendThrough: SendThrough,
): LiveConnection {
  const host = hostOf(connection.url);
  if (host === undefined)
    return {
      ok: false,
      reason: `The address "${connection.url}" of the connection "${connection.name}" cannot be read.`,
    };
  const own = ownTextsOf(connection);
  const compiled = compileOwnTexts(own);
  if (!compiled.ok) return compiled;
  const source = secretSource(secrets);
  const valueFor = (name: string): string | SecretRefusal | undefined => source(name, host);
  const scrubber = createScrubber([...secrets.values()].map(({ value }) => value));
  return {
    ok: true,
    connection,
    own,
    compiled: compiled.value,
    repeats: connection.repeats ?? 'safe',
    schedule: scheduleOfConnection(connection),
    answerWithinMs: connection.answer === undefined ? undefined : durationMs(connection.answer.within),
    timeoutMs: connectionTimeoutMs(connection),
    send: (request, withinMs) =>
      sendThrough(connection, { ...request, timeoutMs: withinMs, gzip: connection.gzip ?? false }, source),
    secret: (name) => {
      const value = valueFor(name);
      return typeof value === 'string' ? value : undefined;
    },
    missingSecrets: (names) =>
      names.flatMap((name) => {
        const value = valueFor(name);
        if (typeof value === 'string') return [];
        return [value?.refused ?? `The secret "${name}" is not set. Set it, then the message goes out by itself.`];
      }),
    scrub: scrubber.text,
    scrubBytes: scrubber.bytes,
    scrubHeaders: scrubber.headers,
  };
}

/** A secret goes to the hosts that it is bound to and to no other, whoever changes the address of a connection. */
export function secretSource(secrets: ReadonlyMap<string, Secret>): SecretSource {
  return (name, host) => {
    const secret = secrets.get(name);
    if (!secret) return undefined;
    if (secret.hosts === null || secret.hosts.includes(host)) return secret.value;
    return {
      refused: `The secret "${name}" may be sent to ${secret.hosts.join(', ')} only, not to ${host}. Enter it again to allow the new address.`,
    };
  };
}
