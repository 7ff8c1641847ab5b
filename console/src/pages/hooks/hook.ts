import type { Answer, Body } from '../../api/call.ts';

export type Hook = Answer<'readHook'>;
export type NewHook = Body<'createHook'>;
export type HookState = 'active' | 'failing' | 'paused' | 'ended';

/** An active hook whose receiver does not take its notices is told apart from one that works. */
export function stateOf({ status, failingSince }: Pick<Hook, 'status' | 'failingSince'>): HookState {
  if (status === 'paused' || status === 'ended') return status;
  return failingSince === null ? 'active' : 'failing';
}

export function nameOf({ title, name, targetUrl }: Pick<Hook, 'title' | 'name' | 'targetUrl'>): string {
  return title ?? name ?? hostOf(targetUrl);
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** What a form of a hook begins with. */
export function settingsOf(hook: Hook): NewHook {
  const { targetUrl, event, title, filter, payload, headers, ratePerSecond, concurrency, timeout, retry, answer } =
    hook;
  const { writeBacks, imports } = hook;
  const all = {
    ...{ targetUrl, title, filter, payload, ratePerSecond, concurrency, timeout, retry, answer, writeBacks, imports },
    event: event ?? undefined,
    headers: Object.keys(headers).length === 0 ? undefined : headers,
  };
  // Without what is not set.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as NewHook;
}

/** What PATCH is told: what was changed, and null for what was taken out. */
export function changesOf(before: NewHook, after: NewHook): Readonly<Record<string, unknown>> {
  const old: Readonly<Record<string, unknown>> = { ...before };
  const now: Readonly<Record<string, unknown>> = { ...after };
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return Object.fromEntries(changed.map((name) => [name, now[name] ?? null]));
}

/** The entity of an event's record: `documents.approved` is of documents. */
export function entityOf(event: string | undefined): string | undefined {
  const [entity = ''] = (event ?? '').split('.');
  return entity === '' || entity === 'alerts' ? undefined : entity;
}
