import type { Answer } from '../../api/call.ts';
import type { Format } from '../../format/format.ts';
import type { Texts } from '../../texts/catalogue.ts';
import type { deliveryEn } from './texts.en.ts';

export type Delivery = Answer<'listDeliveries'>['data'][number];
export type DeliveryDetail = Answer<'readDelivery'>;
export type Attempt = DeliveryDetail['attempts'][number];
export type DeliveryTexts = Texts<typeof deliveryEn>;

/** What a delivery is about, in a word: the record's registration, or the event of a notice. */
export function subjectOf({ registration, event, recordId, entity }: Delivery, texts: DeliveryTexts): string {
  if (registration !== null) return registration;
  if (recordId !== null) return `${entity} ${recordId}`;
  return event === null ? texts.test : texts.notice(event);
}

export function recipientOf({ connection, hookId }: Delivery, texts: DeliveryTexts): string {
  return connection ?? (hookId === null ? '' : texts.webhook);
}

/** Beside the state: until when it waits, or what holds it. */
export function stateNote(delivery: Delivery, texts: DeliveryTexts, format: Format): string | undefined {
  const { state, heldBy, nextAttemptAt } = delivery;
  if (state === 'held') return holderOf(heldBy, texts);
  if (state === 'waiting' && nextAttemptAt !== null)
    return texts.next(format.shortly(new Date(nextAttemptAt), new Date()));
  return undefined;
}

export function holderOf(heldBy: string | null, { heldBy: words }: DeliveryTexts): string {
  return Object.hasOwn(words, heldBy ?? '') ? words[heldBy as keyof typeof words] : (heldBy ?? '');
}

/** Why a button is not to be pressed; undefined: it is. `force`: only after a question. */
export function whyNotResend({ state, resentAs }: Delivery, { why }: DeliveryTexts): string | undefined {
  if (resentAs !== null) return why.resent;
  switch (state) {
    case 'sending':
      return why.sending;
    case 'awaiting':
      return why.awaiting;
    case 'superseded':
      return why.superseded;
    case 'held':
      return why.held;
    default:
      return undefined;
  }
}

export function whyNotCancel({ state }: Delivery, { why }: DeliveryTexts): string | undefined {
  if (state === 'sending') return why.sending;
  return ['queued', 'waiting', 'held', 'awaiting'].includes(state) ? undefined : why.finished;
}

export const resendable: readonly string[] = ['refused', 'failed', 'cancelled', 'unknown'];
