/**
 * What goes out and what comes back. A network fault is a value here, never an exception: the judge of deliveries decides
 * what it means for the message.
 */

/** How the sockets of one connection are opened. Pools are kept per `key`; a change of anything else closes them. */
export interface Transport {
  /** Names the connection, unique in the installation: `{unitId}/{connection}`. */
  readonly key: string;
  /** Sockets at most, and so requests in flight at most. What exceeds it waits its turn, on its own deadline. */
  readonly concurrency: number;
  /** `host:port` that an administrator allows though private; null: a hook, for which only the installation's ranges count. */
  readonly allow: readonly string[] | null;
  /** PEM certificates of own authorities, trusted beside the public ones. */
  readonly ca?: string | undefined;
  /** For mutual TLS; secrets already resolved. */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** The name to expect in the server's certificate, where it is not the URL's host. */
  readonly servername?: string | undefined;
  readonly minimumTls?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  readonly proxy?: Proxy | undefined;
}

export interface ClientCertificate {
  /** PEM, the chain below it may follow. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  readonly passphrase?: string | undefined;
}

/** A proxy that is asked to CONNECT; only administrators set it, so its own address is not held against the private ranges. */
export interface Proxy {
  /** `http://proxy.local:3128`, credentials inside it with secrets already resolved. */
  readonly url: string;
  /**
   * Who resolves the target's name. `gangway` (default): resolved and vetted here, the proxy is given the vetted address.
   * `proxy`: the proxy is given the name, for networks where only the proxy can resolve names or where it filters by them; the target is then
   * vetted as far as it can be seen from here.
   */
  readonly resolves?: 'gangway' | 'proxy' | undefined;
}

export type OutboundHeaders = Readonly<Record<string, string>>;
/** Names in lower case; a header that came several times is a list. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: OutboundHeaders;
  readonly body?: Uint8Array | string | undefined;
  /** The one deadline, for waiting, name, connection, TLS, sending, headers and body together. */
  readonly timeoutMs: number;
  /** Compress the body; `Content-Encoding: gzip` is set. */
  readonly gzip?: boolean | undefined;
}

/** Bytes of an answer that are kept, counted after decompression. */
export const keptAnswerBytes = 1_048_576;

/** Milliseconds. The first three are 0 when a kept connection was used. */
export interface Timing {
  readonly dnsMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  /** From the handing of the request to the socket until the answer's status line; 0 when there was none. */
  readonly firstByteMs: number;
  readonly totalMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** Decompressed, the first megabyte. */
  readonly body: Uint8Array;
  /** More was coming than is kept; the rest was not read. */
  readonly truncated: boolean;
}

/** Any status is an answer, a redirect too: redirects are never followed. */
export interface Answered extends Answer {
  readonly kind: 'answered';
  readonly timing: Timing;
}

/** Where it ended. `request`: it cannot be sent as it is; `authentication`: it never came to sending; `stopped`: by the caller. */
export type SendStage =
  | 'request'
  | 'authentication'
  | 'address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'send'
  | 'headers'
  | 'body'
  | 'deadline'
  | 'stopped';

/** Stable; docs/connections.md tells what each one means. */
export const sendFailureCodes = [
  'invalid-request',
  'invalid-url',
  'address-refused',
  'secret-missing',
  'token-refused',
  'name-not-found',
  'dns-unavailable',
  'connection-refused',
  'host-unreachable',
  'connection-failed',
  'proxy-refused',
  'invalid-tls-settings',
  'tls-failed',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-self-signed',
  'certificate-unknown-issuer',
  'certificate-wrong-host',
  'certificate-rejected',
  'client-certificate-required',
  'connection-closed',
  'invalid-answer',
  'answer-cut',
  'unreadable-body',
  'queue-time-out',
  'dns-time-out',
  'connect-time-out',
  'tls-time-out',
  'answer-time-out',
  'body-time-out',
  'stopped',
] as const;
export type SendFailureCode = (typeof sendFailureCodes)[number];

export interface SendFailed {
  readonly kind: 'failed';
  readonly stage: SendStage;
  readonly code: SendFailureCode;
  /** For a bookkeeper: what happened, and where it helps what to do. Holds no secret. */
  readonly sentence: string;
  /** Whether the request may have reached the peer: true from the moment its bytes were handed to a connected socket. */
  readonly sent: boolean;
  /** Nothing was sent and another try at once may well succeed (a passing fault of the network). The caller does it, once. */
  readonly retryAtOnce: boolean;
  /**
   * The peer closed a kept connection before it answered a byte: most likely it had given the connection up as idle while the request was
   * under way and never read it. `sent` stays true, for nobody can know; where repeats are safe, repeating at once is right.
   */
  readonly staleConnection: boolean;
  /** What had arrived of an answer; its status decides more than the failure does. */
  readonly answer: Answer | null;
  readonly timing: Timing;
}

export type SendResult = Answered | SendFailed;

export const noTiming: Timing = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, totalMs: 0 };

/** What went wrong below a request, before it is joined with the request's own facts. */
export interface Fault {
  readonly stage: SendStage;
  readonly code: SendFailureCode;
  readonly sentence: string;
  /** The network's passing mood rather than a setting; see SendFailed.retryAtOnce. */
  readonly passing: boolean;
}

/** A failure that happened before anything was opened. */
export function failedBeforeSending(fault: Fault, timing: Timing = noTiming): SendFailed {
  return {
    kind: 'failed',
    stage: fault.stage,
    code: fault.code,
    sentence: fault.sentence,
    sent: false,
    retryAtOnce: fault.passing,
    staleConnection: false,
    answer: null,
    timing,
  };
}
