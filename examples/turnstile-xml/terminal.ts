import { decodeWithLabel, encodeText, readXml, type Value } from '@gangway/language';

/** A pass in the memory of the terminal: wall clock, no zone. */
export interface TerminalPass {
  /** Counts on as long as the terminal lives. */
  readonly number: number;
  readonly card: string;
  /** P came in, O went out, ? not known. */
  readonly direction: 'P' | 'O' | '?';
  /** 23.11.2026 */
  readonly date: string;
  /** 08:04:12 */
  readonly time: string;
}

/** What stands on its display after a batch was answered. */
export interface BatchAnswer {
  readonly batch: number;
  /** `OK` lets it empty its buffer. */
  readonly state: string;
  readonly text: string;
  /** For each pass in order. */
  readonly passes: readonly string[];
}

export interface TerminalOptions {
  /** The one address that it posts to. */
  readonly url: string;
  readonly password: string;
  readonly device: string;
}

interface Batch {
  readonly number: number;
  readonly passes: readonly TerminalPass[];
}

/**
 * A terminal of an old make, which cannot be taught anything: it posts its buffer as a batch of its own XML in windows-1250, with a user name and a password,
 * keeps it until the answer says `STAV="OK"`, and sends it again under the same number until then.
 */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #buffer: TerminalPass[] = [];
  #batch: Batch | undefined;
  #sent: Batch | undefined;
  #passCount = 0;
  #batchCount = 0;
  /** The cable is pulled. */
  cut = false;
  /** The next answers are lost on the way back. */
  deaf = 0;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  get waiting(): readonly TerminalPass[] {
    return [...(this.#batch?.passes ?? []), ...this.#buffer];
  }

  /** Somebody holds a card to the terminal, and it opens. Nothing is sent before `deliver`. */
  pass(card: string, direction: TerminalPass['direction'], date: string, time: string): void {
    this.#passCount += 1;
    this.#buffer.push({ number: this.#passCount, card, direction, date, time });
  }

  /** Sends what waits as one batch; the same one again where it was not answered. undefined: nothing was heard. */
  async deliver(): Promise<BatchAnswer | undefined> {
    if (this.#batch === undefined) {
      if (this.#buffer.length === 0) return undefined;
      this.#batchCount += 1;
      this.#batch = { number: this.#batchCount, passes: this.#buffer.splice(0) };
    }
    const batch = this.#batch;
    const answer = await this.#post(batch);
    if (answer?.state !== 'OK') return answer;
    this.#sent = batch;
    this.#batch = undefined;
    return answer;
  }

  /** Its memory of what was answered is lost: the passes go out once more, in a new batch. */
  forget(): void {
    this.#buffer.unshift(...(this.#sent?.passes ?? []));
  }

  async #post(batch: Batch): Promise<BatchAnswer | undefined> {
    const { url, password, device } = this.#options;
    if (this.cut) return undefined;
    const body = encodeText(batchXml(device, batch), 'windows-1250', 'refuse');
    if (!body.ok) throw new Error(body.problems[0]?.message);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`terminal:${password}`)}`, 'content-type': 'text/xml' },
        body: body.value,
        signal: AbortSignal.timeout(10_000),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (this.deaf > 0) {
        this.deaf -= 1;
        return undefined;
      }
      // It knows no other status: everything else is a bad line.
      return response.status === 200 ? readAnswer(bytes) : undefined;
    } catch {
      // fetch throws where nothing answers; the batch waits.
      return undefined;
    }
  }
}

export function batchXml(device: string, { number, passes }: Batch): string {
  const lines = passes.map(
    (pass) =>
      `  <PRUCHOD C="${pass.number}" SMER="${pass.direction}" DATUM="${pass.date}" CAS="${pass.time}"><KARTA>${pass.card}</KARTA></PRUCHOD>`,
  );
  return [
    '<?xml version="1.0" encoding="windows-1250"?>',
    `<PRENOS ZARIZENI="${device}" DAVKA="${number}">`,
    ...lines,
    '</PRENOS>\r\n',
  ].join('\r\n');
}

function readAnswer(bytes: Uint8Array): BatchAnswer | undefined {
  const outcome = readXml(decodeWithLabel(bytes, 'windows-1250') ?? '');
  const answer = outcome.ok ? child(outcome.value, 'POTVRZENI') : undefined;
  if (answer === undefined) return undefined;
  const passes = [child(answer, 'PRUCHOD') ?? []].flat() as readonly Value[];
  return {
    batch: Number(textOf(child(answer, '@DAVKA'))),
    state: textOf(child(answer, '@STAV')),
    text: textOf(child(answer, 'TEXT')),
    passes: passes.map((pass) => textOf(child(pass, '@STAV'))),
  };
}

function child(value: Value, name: string): Value {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, Value>>)[name]
    : undefined;
}

const textOf = (value: Value): string => (typeof value === 'string' ? value : '');
