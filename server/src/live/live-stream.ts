import { Readable } from 'node:stream';
import type { Viewer } from '../access/rights.ts';
import { eventText, type LiveEvent } from './live-event.ts';

/** What a browser may have left unread. It is a few hundred events; whoever does not read them is not looking. */
const mostUnread = 65_536;

export interface StreamOptions {
  readonly viewer: Viewer;
  /** The caller as of now; undefined: the session or the rights have ended. */
  readonly judgeAgain: () => Promise<Viewer | undefined>;
  /** A browser that was connected before: what was told meanwhile is lost. */
  readonly isBack: boolean;
  readonly onEnd: () => void;
  /** How often the page is told that the stream stands, and its person is judged again. */
  readonly everyMs: number;
  /** Ends the connection, whatever of it is still unsent. */
  readonly cut: () => void;
}

/** Events for one page. It holds what the page has not read yet, ends when that is too much, and asks now and then whether the page may still listen. */
export class LiveStream {
  readonly #options: StreamOptions;
  readonly body: Readable;
  readonly #timer: NodeJS.Timeout;
  #viewer: Viewer;
  #lastId = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#viewer = options.viewer;
    this.body = new Readable({ read: () => undefined });
    this.body.once('close', () => {
      clearInterval(this.#timer);
      options.onEnd();
    });
    this.#write('retry: 2000\n\n');
    if (options.isBack) this.send({ event: 'reset', data: {} });
    this.#timer = setInterval(() => void this.#tick(), options.everyMs).unref();
  }

  /** By whose rights events are chosen; as of the last tick. */
  get viewer(): Viewer {
    return this.#viewer;
  }

  send(event: LiveEvent): void {
    this.#lastId += 1;
    this.#write(eventText(this.#lastId, event));
  }

  /** The page comes back by itself, and reads everything again. */
  end(): void {
    if (!this.body.destroyed) this.body.push(null);
  }

  cut(): void {
    this.body.destroy();
    this.#options.cut();
  }

  async #tick(): Promise<void> {
    const viewer = await this.#options.judgeAgain().catch(() => undefined);
    if (viewer === undefined) {
      this.end();
      return;
    }
    this.#viewer = viewer;
    this.#write(': still here\n\n');
  }

  #write(text: string): void {
    if (this.body.destroyed || this.body.readableEnded) return;
    if (this.body.readableLength > mostUnread) this.cut();
    else this.body.push(text);
  }
}
