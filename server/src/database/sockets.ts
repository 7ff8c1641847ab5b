import { Socket } from 'node:net';

/** The sockets of every connection to the database, so that all of them can be given up at once. */
export class Sockets {
  readonly #open = new Set<Socket>();
  #givenUp = false;

  /** Makes the socket of a new connection; node-postgres calls it for each. */
  readonly make = (): Socket => {
    const socket = new Socket();
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    // A caller who waited for a free connection is the next to open one: it must not wait for nothing either.
    if (this.#givenUp) process.nextTick(giveUp, socket);
    return socket;
  };

  /** Breaks every connection, and every new one until `trust` is called. */
  giveUp(): void {
    this.#givenUp = true;
    for (const socket of this.#open) giveUp(socket);
  }

  trust(): void {
    this.#givenUp = false;
  }
}

function giveUp(socket: Socket): void {
  socket.destroy(Object.assign(new Error('it does not answer'), { code: 'ETIMEDOUT' }));
}
