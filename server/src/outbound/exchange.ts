import type { Dispatcher } from 'undici';
import type { Target } from './address-guard.ts';
import { answerFault, cutFault, timeOutFault } from './answer-faults.ts';
import { compressedBytesRead, decompress, isCompressed } from './decompress.ts';
import type { SocketOpening } from './open-socket.ts';
import {
  keptAnswerBytes,
  type Answer,
  type AnswerHeaders,
  type Fault,
  type SendResult,
  type Timing,
} from './outbound-request.ts';

/** The socket that carries an exchange, as far as the exchange has to know it. */
export interface Carrier {
  /** It answered a request before. */
  readonly reused: boolean;
  readonly hasClientCertificate: boolean;
  /** What the socket said first, when it failed: undici may pass on what came of it instead ("other side closed" after a TLS alert). */
  readonly socketError: Error | undefined;
  /** The exchange is over and the connection fit for the next. */
  release(): void;
  /** The connection must not carry anything more. */
  discard(): void;
}

/** Thrown by a carrier that found its socket closed before it wrote a byte of the request. */
export class SocketGone extends Error {
  override readonly name = 'SocketGone';
}

const noBody = new Uint8Array(0);

/**
 * One request and its answer. It goes queue -> opening -> dispatched -> started (bytes handed to the socket) -> answering -> settled,
 * or from `queue` straight to `dispatched` on a kept connection. It settles exactly once; whatever undici says after that is not heard.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly options: Dispatcher.DispatchOptions;
  readonly target: Target;
  /** Called when the socket was gone before a byte was written and another one is to be tried. */
  onGone: (() => void) | undefined;
  /** Called once, when it settles. */
  onSettled: (() => void) | undefined;
  settled = false;
  opening: SocketOpening | undefined;
  readonly #timeoutMs: number;
  readonly #settle: (result: SendResult) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  #carrier: Carrier | undefined;
  #sentAt = 0;
  #firstByteAt = 0;
  #status = 0;
  #headers: AnswerHeaders = {};
  #encoding = '';
  #limit = keptAnswerBytes;
  #chunks: Buffer[] = [];
  #size = 0;
  #complete = false;

  constructor(
    options: Dispatcher.DispatchOptions,
    target: Target,
    timeoutMs: number,
    settle: (result: SendResult) => void,
  ) {
    this.options = options;
    this.target = target;
    this.#timeoutMs = timeoutMs;
    this.#settle = settle;
    this.#timer = setTimeout(onDeadline, timeoutMs, this);
  }

  carryBy(carrier: Carrier): void {
    this.#carrier = carrier;
  }

  onRequestStart(): void {
    this.#sentAt = performance.now();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    // 102 and 103 announce an answer, they are none.
    if (status < 200) return;
    this.#firstByteAt = performance.now();
    this.#status = status;
    this.#headers = headers;
    const encoding = headers['content-encoding'];
    if (encoding === undefined) return;
    this.#encoding = typeof encoding === 'string' ? encoding : encoding.join(', ');
    if (isCompressed(this.#encoding)) this.#limit = compressedBytesRead;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled || this.#complete) return;
    const room = this.#limit - this.#size;
    this.#chunks.push(chunk.byteLength > room ? chunk.subarray(0, room) : chunk);
    this.#size += chunk.byteLength;
    if (this.#size <= this.#limit) return;
    this.#size = this.#limit;
    // Reading on would let a peer send without end: the connection is given up instead.
    this.#carrier?.discard();
    this.#finish(true);
  }

  onResponseEnd(): void {
    if (this.settled || this.#complete) return;
    this.#carrier?.release();
    this.#finish(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.settled || this.#complete) return;
    if (error instanceof SocketGone && this.#carrier?.reused === true && this.onGone !== undefined) {
      this.#carrier.discard();
      this.#carrier = undefined;
      this.onGone();
      return;
    }
    const wasReused = this.#carrier?.reused === true;
    const { fault, refusedUnread } = answerFault(this.#carrier?.socketError ?? error, this.target, {
      started: this.#sentAt > 0,
      answering: this.#status > 0,
      bytes: this.#size,
      fresh: !wasReused,
      hasClientCertificate: this.#carrier?.hasClientCertificate === true,
    });
    const isStale = wasReused && this.#status === 0 && fault.code === 'connection-closed';
    this.fail(fault, { sent: this.#sentAt > 0 && !refusedUnread, staleConnection: isStale && this.#sentAt > 0 });
  }

  /** Ends the exchange with a fault, wherever it is. */
  fail(fault: Fault, facts: { sent: boolean; staleConnection: boolean } = this.#facts()): void {
    if (this.settled) return;
    this.#end({
      kind: 'failed',
      stage: fault.stage,
      code: fault.code,
      sentence: fault.sentence,
      sent: facts.sent,
      retryAtOnce: fault.passing && !facts.sent,
      staleConnection: facts.staleConnection,
      answer: this.#status === 0 ? null : this.#answer(this.#partialBody(), false),
      timing: this.#timing(),
    });
    this.opening?.cancel();
    if (!this.#complete) this.#carrier?.discard();
  }

  timeOut(): void {
    const during =
      this.#status > 0
        ? 'body'
        : this.#sentAt > 0
          ? 'headers'
          : (this.opening?.phase ?? (this.#carrier === undefined ? 'queue' : 'connect'));
    this.fail(timeOutFault(during, this.target, this.#timeoutMs, this.#size));
  }

  #facts(): { sent: boolean; staleConnection: boolean } {
    return { sent: this.#sentAt > 0, staleConnection: false };
  }

  #finish(cut: boolean): void {
    this.#complete = true;
    const body = this.#takeBody();
    if (!isCompressed(this.#encoding) || body.byteLength === 0) {
      this.#end({ kind: 'answered', ...this.#answer(body, cut), timing: this.#timing() });
      return;
    }
    void decompress(this.#encoding, body, cut).then((outcome) => {
      if (this.settled) return;
      if (outcome.ok) {
        const answer = this.#answer(outcome.body, outcome.truncated);
        this.#end({ kind: 'answered', ...answer, timing: this.#timing() });
      } else
        this.fail(
          cutFault(
            'unreadable-body',
            `The server ${this.target.hostname} answered ${String(this.#status)}, but ${outcome.sentence}.`,
          ),
        );
    });
  }

  #end(result: SendResult): void {
    this.settled = true;
    clearTimeout(this.#timer);
    this.#chunks = [];
    this.onSettled?.();
    this.#settle(result);
  }

  #answer(body: Uint8Array, truncated: boolean): Answer {
    return { status: this.#status, headers: this.#headers, body, truncated };
  }

  #takeBody(): Uint8Array {
    const [first] = this.#chunks;
    if (first === undefined) return noBody;
    return this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#size);
  }

  /** What came before the fault, where it can be read as it is. */
  #partialBody(): Uint8Array {
    return isCompressed(this.#encoding) ? noBody : this.#takeBody();
  }

  #timing(): Timing {
    const now = performance.now();
    return {
      dnsMs: rounded(this.opening?.dnsMs ?? 0),
      connectMs: rounded(this.opening?.connectMs ?? 0),
      tlsMs: rounded(this.opening?.tlsMs ?? 0),
      firstByteMs: this.#firstByteAt === 0 ? 0 : rounded(this.#firstByteAt - this.#sentAt),
      totalMs: rounded(now - this.#startedAt),
    };
  }
}

function onDeadline(exchange: Exchange): void {
  exchange.timeOut();
}

/** Microseconds would be noise; hundredths of a millisecond still tell a fast local peer from a slow one. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
