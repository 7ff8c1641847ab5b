import type { Schemas } from '../../api/call.ts';
import type { Texts } from '../../texts/catalogue.ts';
import type { triggerEn } from './texts.en.ts';

export type Trigger = Schemas['Trigger'];
export type TriggerEvent = NonNullable<Trigger['on']>[number];
export type Deliver = Schemas['Deliver'];
export type Mode = 'off' | 'watch' | 'live';
export const modes: readonly Mode[] = ['off', 'watch', 'live'];

export const modeOf = ({ mode = 'live' }: Trigger): Mode => mode;

type EventTexts = Texts<typeof triggerEn>['events'];

/** An event as a person says it. */
export function sayEvent(event: TriggerEvent, texts: EventTexts): string {
  if (typeof event === 'string') return texts[event];
  if ('status' in event) return texts.status(event.status);
  return texts.property(event.property, sayValue(event.is));
}

export const sayValue = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** When a trigger fires, in one line. */
export function sayWhen({ on, schedule }: Trigger, texts: EventTexts): string {
  if (schedule !== undefined) return texts.cron(schedule.cron);
  if (on === undefined) return texts.usual;
  return on.map((event) => sayEvent(event, texts)).join(', ');
}

/** To whom a trigger sends what. */
export function sayDeliver(deliver: Deliver, to: (recipient: string, template: string) => string): string {
  return to(deliver.connection ?? deliver.hook ?? '', deliver.template ?? '');
}

/** One event more, or one less; none at all is the usual ones. */
export function toggleEvent(on: readonly TriggerEvent[], event: TriggerEvent): readonly TriggerEvent[] | undefined {
  const text = JSON.stringify(event);
  const rest = on.filter((one) => JSON.stringify(one) !== text);
  const next = rest.length === on.length ? [...on, event] : rest;
  return next.length === 0 ? undefined : next;
}

/** What a person typed for a value: true, false, numbers and null are no texts. */
export function readValue(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(trimmed)) return JSON.parse(trimmed);
  return trimmed;
}
