import { performance } from 'node:perf_hooks';
import { newId } from '../database/uuid.ts';
import type { OutboundRequest, SendResult } from '../outbound/outbound-request.ts';
import { resolveTexts, type SecretSource } from '../outbound/resolve-secrets.ts';
import { hidden } from '../outbound/scrub.ts';
import type { Outbound } from '../outbound/send-request.ts';
import { hostOf } from '../connections/connection.ts';
import type { DueHook } from '../webhooks/due-hook-store.ts';
import { isSubscription, laneSettingsOf, scheduleOfHook } from '../webhooks/hook.ts';
import { goodSecrets, type HookVault } from '../webhooks/hook-vault.ts';
import { signatureHeaders } from '../webhooks/sign.ts';
import { hookSecretKey } from '../webhooks/signing-secret.ts';
import { durationMs } from '../configuration/duration.ts';
import { attemptFacts } from './attempt-facts.ts';
import { decideFate, type Fate, settingsFate } from './decide-fate.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { judgeNotice } from './judge-notice.ts';
import type { LiveRoute } from './live-routes.ts';
import type { NoticeSource } from './notice-source.ts';
import type { OpenedVault } from './open-hook.ts';
import type { Settlement } from './settle.ts';
import { type AttemptBegun, notSent, ownFault } from './unsendable.ts';

export interface NoticeSurroundings {
  readonly source: NoticeSource;
  readonly outbound: Outbound;
  readonly routeOf: (unitId: number, routeId: number) => Promise<LiveRoute | undefined>;
  /** Secrets of the unit's configuration, which a hook of the integration file may name in its headers. */
  readonly secretsOf: (unitId: number) => Promise<SecretSource>;
  /** Keeps what waits in the hook's lane, and tells its owner why. */
  readonly pause: (hook: DueHook, reason: string) => Promise<void>;
  /** The receiver has ended it: cancels what waits, and tells its owner. */
  readonly end: (hook: DueHook, reason: string) => Promise<void>;
  readonly maySend: (timeoutMs: number) => boolean;
  readonly nowMs: () => number;
  readonly random: () => number;
}

/** One attempt to tell a hook of an event: make, sign, send, judge, decide. */
export async function sendNotice(claimed: ClaimedDelivery, surroundings: NoticeSurroundings): Promise<Settlement> {
  const { source, nowMs } = surroundings;
  const startedAtMs = nowMs();
  const clock = performance.now();
  // A subscriber's notice is no matter of the record that it speaks of: settling must neither lock nor write it.
  const delivery = isSubscription(claimed.connection) ? { ...claimed, recordId: null } : claimed;
  const attempt = (): AttemptBegun => ({
    ...{ id: newId(), deliveryId: claimed.id, number: claimed.tries },
    ...{ startedAtMs, durationMs: performance.now() - clock },
  });
  const mark = await markOf(claimed, surroundings);
  const stop = (fate: Fate): Settlement => notSent(delivery, fate, mark, attempt());
  const hook = await source.hook(claimed.unitId, claimed.connection);
  const judged = hook === undefined ? ended('There is no such hook any more.') : judgeHook(hook);
  if (hook === undefined || judged !== undefined) {
    const { reason, pause } = judged ?? ended('');
    if (hook === undefined || !pause) return stop({ ...nothingLeft(claimed), state: 'cancelled', reason });
    await surroundings.pause(hook, reason);
    return stop(settingsFate(claimed, reason, nowMs()));
  }
  const opened = source.opener.vault(hook);
  if (opened === undefined) {
    return stop(
      settingsFate(claimed, 'The secrets of the hook cannot be opened: they were sealed with another key.', nowMs()),
    );
  }
  const body = await source.body(claimed, hook);
  if (!body.ok) return stop({ ...nothingLeft(claimed), state: body.state, reason: body.reason });
  const headers = await headersOf(claimed, hook, opened.vault, body.bytes, surroundings);
  if (!headers.ok) return stop(settingsFate(claimed, headers.reason, nowMs()));
  const { timeoutMs } = laneSettingsOf(hook.settings);
  if (!surroundings.maySend(timeoutMs)) return ownFault(delivery, nowMs(), attempt());
  const request = { method: 'POST', url: hook.targetUrl, headers: headers.headers, body: body.bytes };
  const result = await exchange(surroundings.outbound, hook, request, timeoutMs);
  return settled(delivery, { hook, opened, request, result, startedAtMs, mark, attempt }, surroundings);
}

/** A test notice: sent at once, beside the queue, and not kept. */
export async function testNotice(
  notice: { readonly id: string; readonly unitId: number; readonly body: Uint8Array },
  hook: DueHook,
  opened: OpenedVault,
  surroundings: NoticeSurroundings,
): Promise<HookTest> {
  const claimed = { id: notice.id, unitId: notice.unitId, tries: 1 };
  const headers = await headersOf(claimed, hook, opened.vault, notice.body, surroundings);
  if (!headers.ok) return { ok: false, sentence: headers.reason, status: null, durationMs: 0, answer: null };
  const { timeoutMs } = laneSettingsOf(hook.settings);
  const request = { method: 'POST', url: hook.targetUrl, headers: headers.headers, body: notice.body };
  const result = await exchange(surroundings.outbound, hook, request, timeoutMs);
  const verdict = judgeNotice(result, surroundings.nowMs());
  const answer = result.kind === 'answered' ? result : result.answer;
  const text = answer === null ? null : Buffer.from(answer.body.subarray(0, shownAnswerBytes)).toString('utf8');
  return {
    ok: verdict.outcome === 'accepted',
    sentence: opened.scrub.text(verdict.reason),
    status: answer?.status ?? null,
    durationMs: result.timing.totalMs,
    answer: text === null ? null : opened.scrub.text(text),
  };
}
const shownAnswerBytes = 2_000;

export interface HookTest {
  readonly ok: boolean;
  readonly sentence: string;
  readonly status: number | null;
  readonly durationMs: number;
  /** The first of what the receiver said. */
  readonly answer: string | null;
}

interface Sent {
  readonly hook: DueHook;
  readonly opened: OpenedVault;
  readonly request: Pick<OutboundRequest, 'method' | 'url' | 'headers'> & { readonly body: Uint8Array };
  readonly result: SendResult;
  readonly startedAtMs: number;
  readonly mark: Settlement['route']['mark'];
  readonly attempt: () => AttemptBegun;
}

async function settled(
  delivery: ClaimedDelivery,
  { hook, opened, request, result, startedAtMs, mark, attempt }: Sent,
  { nowMs, random, end, pause }: NoticeSurroundings,
): Promise<Settlement> {
  const verdict = judgeNotice(result, nowMs());
  const { scrub, vault } = opened;
  const { answer } = hook.settings;
  const decided = decideFate(delivery, verdict, {
    schedule: scheduleOfHook(hook.settings),
    answerWithinMs: answer === undefined ? undefined : durationMs(answer.within),
    startedAtMs,
    nowMs: nowMs(),
    random: random(),
  });
  const facts = { message: { ...request, headers: shownHeaders(request.headers, vault) }, result };
  const kept = { scrub: scrub.text, scrubBytes: scrub.bytes, scrubHeaders: scrub.headers };
  const row = { ...attempt(), ...attemptFacts(facts, verdict, delivery, kept) };
  let fate: Fate = { ...decided, reason: scrub.text(decided.reason) };
  if (verdict.gone === true && hook.name === null) await end(hook, verdict.reason);
  if (verdict.gone === true && hook.name !== null) {
    // It stands in the configuration, so only a person takes it out; until then nothing of it is lost.
    await pause(hook, verdict.reason);
    fate = settingsFate(delivery, verdict.reason, nowMs());
  }
  return { delivery, verdict: { ...verdict, reason: scrub.text(verdict.reason) }, fate, route: { mark }, attempt: row };
}

const nothingLeft = ({ attempts }: ClaimedDelivery): Pick<Fate, 'attempts' | 'dueAtMs'> => ({
  attempts,
  dueAtMs: null,
});

interface Stop {
  readonly reason: string;
  /** Its notices are kept, and a person is asked; else they end. */
  readonly pause: boolean;
}

const ended = (reason: string): Stop => ({ reason, pause: false });

/** Why a hook may not send at all. */
export function judgeHook(hook: DueHook): Stop | undefined {
  if (hook.ended) return ended('The hook has ended.');
  if (hook.userName === null) {
    const reason =
      'The user who owns the hook was deleted or disabled. Enable the user again, or make the hook anew with another one.';
    return { reason, pause: true };
  }
  if (hook.tokenEnd === null) return undefined;
  const reason = `The token that made the hook ${hook.tokenEnd === 'expired' ? 'has expired' : 'was revoked'}. Make a new token and the hook anew with it.`;
  return { reason, pause: true };
}

async function markOf({ unitId, routeId }: ClaimedDelivery, { routeOf }: NoticeSurroundings) {
  // Only what a trigger sends has a route.
  const route = (routeId as number | null) === null ? undefined : await routeOf(unitId, routeId);
  return route?.content.mark ?? null;
}

export type NoticeHeaders =
  { readonly ok: true; readonly headers: Record<string, string> } | { readonly ok: false; readonly reason: string };

/** Everything that is sent beside the body, the signature with the time of now. */
export async function headersOf(
  { id, unitId, tries }: Pick<ClaimedDelivery, 'id' | 'unitId' | 'tries'>,
  hook: DueHook,
  vault: HookVault,
  body: Uint8Array,
  { source, secretsOf, nowMs }: NoticeSurroundings,
): Promise<NoticeHeaders> {
  let own = vault.headers;
  if (hook.name !== null) {
    const resolved = resolveTexts(own, await secretsOf(unitId), hostOf(hook.targetUrl) ?? '');
    if (!resolved.ok) return { ok: false, reason: resolved.fault.sentence };
    own = resolved.texts;
  }
  const atMs = nowMs();
  const signing = {
    hmac: goodSecrets(vault, new Date(atMs)).map(hookSecretKey),
    ed25519: await source.signingKeys(unitId),
  };
  return {
    ok: true,
    headers: {
      'user-agent': 'Gangway',
      ...(Object.keys(own).some((name) => name.toLowerCase() === 'content-type')
        ? {}
        : { 'content-type': 'application/json' }),
      ...own,
      'idempotency-key': id,
      'gangway-attempt': String(tries),
      ...signatureHeaders({ id, body, atMs }, signing),
    },
  };
}

/** The values of a hook's own headers are never shown, however short they are. */
function shownHeaders(headers: Readonly<Record<string, string>>, vault: HookVault): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Object.hasOwn(vault.headers, name) ? hidden : value]),
  );
}

/** Sends once; at once a second time where nothing was sent, or the receiver had given up an idle connection: it recognises the repeat by its id. */
async function exchange(
  outbound: Outbound,
  { unitId, lane, settings }: DueHook,
  request: Omit<OutboundRequest, 'timeoutMs'>,
  timeoutMs: number,
): Promise<SendResult> {
  const transport = { key: `${unitId}/${lane}`, concurrency: laneSettingsOf(settings).concurrency, allow: null };
  const startedAt = performance.now();
  const first = await outbound.sendRequest({ ...request, timeoutMs }, transport);
  if (first.kind === 'answered' || !(first.retryAtOnce || first.staleConnection)) return first;
  const leftMs = timeoutMs - (performance.now() - startedAt);
  return leftMs < 1 ? first : outbound.sendRequest({ ...request, timeoutMs: Math.ceil(leftMs) }, transport);
}
