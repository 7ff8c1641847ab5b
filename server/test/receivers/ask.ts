import { onTestFinished } from 'vitest';
import type {
  Answered,
  OutboundRequest,
  SendFailed,
  SendResult,
  Transport,
} from '../../src/outbound/outbound-request.ts';
import { openOutbound, type Outbound } from '../../src/outbound/send-request.ts';
import { type Behaving, startReceiver } from './receiver.ts';

/** Requests to receivers that behave as told; whatever is opened is closed when the test ends. */

/** A way out that may call this machine. */
export function outboundHere(): Outbound {
  const outbound = openOutbound({ allowRanges: ['127.0.0.1'] });
  onTestFinished(() => outbound.close());
  return outbound;
}

export async function receiverThat(behaving: Behaving) {
  const receiver = await startReceiver(behaving);
  onTestFinished(() => receiver.close());
  return receiver;
}

export const transport: Transport = { key: 'test', concurrency: 4, allow: [] };

export const post = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"number":1}',
  timeoutMs: 5_000,
  ...more,
});

export async function ask(behaving: Behaving, more: Partial<OutboundRequest> = {}): Promise<SendResult> {
  const receiver = await receiverThat(behaving);
  return outboundHere().sendRequest(post(`${receiver.url}/in`, more), transport);
}

export function answered(result: SendResult): Answered {
  if (result.kind === 'failed') throw new Error(`It failed: ${result.sentence}`);
  return result;
}

export function failed(result: SendResult): SendFailed {
  if (result.kind === 'answered') throw new Error(`It was answered with ${String(result.status)}.`);
  return result;
}

export const textOf = (result: Answered): string => Buffer.from(result.body).toString();
