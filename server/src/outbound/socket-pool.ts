import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { Target } from './address-guard.ts';
import { type Carrier, type Exchange, SocketGone } from './exchange.ts';
import { stoppedFault } from './stop-signals.ts';
import { SocketOpening, type Route } from './open-socket.ts';

/** Idle connections are closed after this time, or what the server asks for in Keep-Alive less two seconds. Most servers keep them 5 s or longer. */
const idleMs = 4_000;

/**
 * The connections of one counterparty to one origin. undici speaks HTTP over each of them; which one carries what is decided here, for three
 * reasons: an exchange has to know the phases of its own connection, a cancelled one must close it at once, and a connection that turned out
 * closed before a byte was written is replaced without anybody noticing.
 */
export class SocketPool {
  readonly #route: Route;
  readonly #limit: number;
  readonly #onEmpty: () => void;
  readonly #carriers = new Set<PooledSocket>();
  readonly #openings = new Set<SocketOpening>();
  /** The last one used is taken first, so that those beyond the need fall idle. */
  readonly #idle: PooledSocket[] = [];
  readonly #waiting: Exchange[] = [];
  #retired = false;

  constructor(route: Route, limit: number, onEmpty: () => void) {
    this.#route = route;
    this.#limit = limit;
    this.#onEmpty = onEmpty;
  }

  get target(): Target {
    return this.#route.target;
  }

  run(exchange: Exchange): void {
    const kept = this.#takeIdle();
    if (kept !== undefined) kept.carry(exchange);
    else if (this.#carriers.size + this.#openings.size < this.#limit) this.#open(exchange);
    else this.#waiting.push(exchange);
  }

  /** No new connections are kept; what is under way ends as it would. */
  retire(): void {
    this.#retired = true;
    for (const carrier of [...this.#idle]) carrier.discard();
  }

  /** Everything is closed at once. */
  destroy(): void {
    this.retire();
    for (const exchange of this.#waiting.splice(0)) exchange.fail(stoppedFault);
    for (const opening of this.#openings) opening.cancel();
    for (const carrier of [...this.#carriers]) carrier.stop();
  }

  get isEmpty(): boolean {
    return this.#carriers.size + this.#openings.size === 0;
  }

  get hasClientCertificate(): boolean {
    return this.#route.tls.hasClientCertificate;
  }

  free(carrier: PooledSocket): void {
    if (this.#retired && this.#waiting.length === 0) carrier.discard();
    else this.#idle.push(carrier);
    // Not before the present callback is over: only then it shows whether the peer closes the connection after this answer.
    if (this.#waiting.length > 0) queueMicrotask(() => this.#next());
  }

  remove(carrier: PooledSocket): void {
    if (!this.#carriers.delete(carrier)) return;
    const at = this.#idle.indexOf(carrier);
    if (at !== -1) this.#idle.splice(at, 1);
    this.#next();
  }

  #takeIdle(): PooledSocket | undefined {
    for (;;) {
      const carrier = this.#idle.pop();
      if (carrier === undefined || carrier.isOpen) return carrier;
      carrier.discard();
    }
  }

  #next(): void {
    for (;;) {
      const exchange = this.#waiting.shift();
      if (exchange === undefined) break;
      if (exchange.settled) continue;
      this.run(exchange);
      return;
    }
    if (this.isEmpty) this.#onEmpty();
  }

  #open(exchange: Exchange): void {
    const opening = new SocketOpening(this.#route);
    exchange.opening = opening;
    this.#openings.add(opening);
    void opening.open().then((opened) => {
      this.#openings.delete(opening);
      if (!opened.ok) {
        exchange.fail(opened.fault);
        this.#next();
        return;
      }
      const carrier = new PooledSocket(this, opened.socket);
      this.#carriers.add(carrier);
      if (exchange.settled) carrier.discard();
      else carrier.carry(exchange);
    });
  }
}

/** One connection with undici's client on it. The client never opens another: asked for a second one, it says that the first is gone. */
class PooledSocket implements Carrier {
  reused = false;
  socketError: Error | undefined;
  readonly #pool: SocketPool;
  readonly #socket: Socket;
  readonly #client: Client;
  #current: Exchange | undefined;

  constructor(pool: SocketPool, socket: Socket) {
    this.#pool = pool;
    this.#socket = socket;
    this.socketError = socket.errored ?? undefined;
    socket.on('error', (error) => (this.socketError ??= error));
    let given = false;
    this.#client = new Client(pool.target.origin, {
      pipelining: 1,
      // The exchange keeps the one deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: idleMs,
      allowH2: false,
      connect: (_options, callback) => {
        // Not within this call: undici's loop only takes up a connection that comes later.
        queueMicrotask(() => {
          if (given || socket.destroyed) callback(new SocketGone('The connection is gone.'), null);
          else callback(null, socket);
          given = true;
        });
      },
    });
    this.#client.on('disconnect', () => this.#pool.remove(this));
  }

  get hasClientCertificate(): boolean {
    return this.#pool.hasClientCertificate;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  carry(exchange: Exchange): void {
    this.#current = exchange;
    exchange.carryBy(this);
    exchange.onGone = () => this.#pool.run(exchange);
    this.#client.dispatch(exchange.options, exchange);
  }

  release(): void {
    this.#current = undefined;
    this.reused = true;
    this.#pool.free(this);
  }

  discard(): void {
    this.#current = undefined;
    this.#client.destroy(null, ignore);
    // A client that never took the socket over does not destroy it.
    this.#socket.destroy();
    this.#pool.remove(this);
  }

  stop(): void {
    if (this.#current === undefined) this.discard();
    else this.#current.fail(stoppedFault);
  }
}

function ignore(): void {
  // undici answers a destroyed client through the requests on it.
}
