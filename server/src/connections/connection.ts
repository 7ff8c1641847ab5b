import { type Static, Type } from 'typebox';
import { durationMs, durationPattern } from '../configuration/duration.ts';
import { Authentication } from '../outbound/authentication.ts';

const Duration = Type.String({ pattern: durationPattern, examples: ['30s', '10m', '2h'] });
const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$', examples: ['accounting'] });
const Texts = Type.Record(Type.String({ minLength: 1 }), Type.String());

/** A counterparty: where it is, how it is asked, how patient Gangway is with it. */
export const Connection = Type.Object(
  {
    name: Name,
    title: Type.Optional(Type.String({ maxLength: 200 })),
    url: Type.String({ minLength: 1, maxLength: 2_000, examples: ['http://127.0.0.1:8090'] }),
    method: Type.Optional(Type.String({ pattern: '^[A-Z]{1,20}$', default: 'POST' })),
    headers: Type.Optional(Texts),
    query: Type.Optional(Texts),
    authentication: Type.Optional(Authentication),
    concurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 256, default: 4 })),
    ratePerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100_000 })),
    timeout: Type.Optional(Type.String({ pattern: durationPattern, default: '30s' })),
    retry: Type.Optional(
      Type.Object(
        {
          at: Type.Array(Duration, {
            minItems: 1,
            maxItems: 50,
            description: 'Offsets from the first attempt, the first is 0s.',
          }),
          within: Type.Optional(Duration),
        },
        { additionalProperties: false },
      ),
    ),
    charset: Type.Optional(Type.String({ maxLength: 40 })),
    gzip: Type.Optional(Type.Boolean({ description: 'Compress request bodies.' })),
    proxy: Type.Optional(Type.String({ description: 'Only administrators set it.' })),
    ca: Type.Optional(Type.String({ description: 'PEM certificates of an own authority, beside the public ones.' })),
    allow: Type.Optional(
      Type.Array(Type.String({ examples: ['10.1.2.3:8090'] }), {
        description: 'Private addresses (host:port) that this connection may call; only administrators set it.',
      }),
    ),
    constants: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    repeats: Type.Optional(
      Type.Union([Type.Literal('safe'), Type.Literal('unsafe')], {
        default: 'safe',
        description:
          'unsafe: the counterparty cannot recognise a repeat, so nothing that may have arrived is ever sent again blindly.',
      }),
    ),
    answer: Type.Optional(
      Type.Object({ later: Type.Literal(true), within: Duration }, { additionalProperties: false }),
    ),
    order: Type.Optional(
      Type.Union([Type.Literal('record'), Type.Literal('none')], {
        default: 'record',
        description: "record: a record's messages go one after the other, in the order of its changes.",
      }),
    ),
    shards: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 64,
        default: 1,
        description: 'Lanes over which the records are spread, where one process is not enough.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Connection = Static<typeof Connection>;

export const connectionDefaults = { method: 'POST', concurrency: 4, timeoutMs: 30_000, shards: 1 } as const;

export const connectionTimeoutMs = (connection: Connection): number =>
  connection.timeout === undefined ? connectionDefaults.timeoutMs : durationMs(connection.timeout);

/** `host:port` of the connection's URL, the port named even where it is the scheme's own; undefined for a text that is no URL. */
export function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
