import { compileExpression } from '@gangway/language';
import { may, type Rights } from '../access/rights.ts';
import { parseDurationMs } from '../configuration/duration.ts';
import { retryFaults } from '../connections/retry-faults.ts';
import type { Fault } from '../errors.ts';
import { vetUrl } from '../outbound/address-guard.ts';
import type { AddressRanges } from '../outbound/address-ranges.ts';
import { headerFault } from '../outbound/request-headers.ts';
import { didYouMean } from '../records/suggest.ts';
import type { Definitions } from '../records/types.ts';
import type { EventKind } from './event-kinds.ts';
import type { HookFields } from './hook.ts';
import { filterScope } from './listening-hooks.ts';
import { hookSecretFault } from './signing-secret.ts';

/** What a hook is checked against when it is saved. */
export interface HookChecks {
  readonly kinds: readonly EventKind[];
  readonly definitions: Definitions;
  readonly dictionaries: readonly string[];
  readonly egressRanges: AddressRanges;
  /** Of its owner; undefined: judged when it is sent. */
  readonly rights?: Rights;
  /** Whether the owner may know of alerts: a configurator or administrator. undefined: judged when it is sent. */
  readonly operator?: boolean;
}

/** A receiver must not hold a slot longer; its own work belongs behind its answer. */
const longestTimeoutMs = 60_000;

/** Everything that is wrong with a hook, with the place of each fault. Pure. */
export function hookFaults(fields: HookFields, checks: HookChecks): Fault[] {
  const { targetUrl, event, filter, headers = {}, secret, timeout, retry } = fields;
  const vetted = vetUrl(targetUrl, { ranges: checks.egressRanges, hosts: null });
  const secretFault = secret === undefined ? undefined : hookSecretFault(secret);
  return [
    ...(vetted.ok ? [] : [{ path: 'targetUrl', message: vetted.refusal.sentence }]),
    ...(event === undefined ? [] : eventFaults(event, checks)),
    ...(filter === undefined ? [] : filterFaults(filter, event, checks)),
    ...Object.entries(headers).flatMap(([name, value]) => headerFaults(name, value)),
    ...(secretFault === undefined ? [] : [{ path: 'secret', message: secretFault }]),
    ...(timeout === undefined ? [] : timeoutFaults(timeout)),
    ...(retry === undefined ? [] : retryFaults('retry', retry)),
  ];
}

function eventFaults(event: string, { kinds, rights, operator }: HookChecks): Fault[] {
  const kind = kinds.find(({ name }) => name === event);
  if (kind === undefined) {
    const hint = didYouMean(
      event,
      kinds.map(({ name }) => name),
    );
    const message = `There is no event ${JSON.stringify(event)}.${hint || ' GET /api/v1/{unit}/events lists them.'}`;
    return [{ path: 'event', message }];
  }
  if (kind.entity === null && operator === false) {
    return [{ path: 'event', message: 'Only configurators and administrators are told of alerts.' }];
  }
  if (kind.entity === null || rights === undefined || may(rights, kind.entity, 'read')) return [];
  const message = `You may not read ${kind.entity}, so you cannot be told of them. An administrator can give one of your groups the right "read" on ${kind.entity}.`;
  return [{ path: 'event', message }];
}

function filterFaults(filter: string, event: string | undefined, checks: HookChecks): Fault[] {
  const entity = checks.kinds.find(({ name }) => name === event)?.entity ?? null;
  const compiled = compileExpression(filter, filterScope(entity, checks.definitions, checks.dictionaries));
  if (compiled.ok) return [];
  return compiled.problems.map(({ message, line, column }) => ({ path: 'filter', message, line, column }));
}

/** What Gangway says itself with every notice. The kind of the body may be called otherwise: some servers take `application/json` apart before its signature is checked. */
const ownHeaders: ReadonlySet<string> = new Set([
  'content-encoding',
  'idempotency-key',
  'gangway-attempt',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

function headerFaults(name: string, value: string): Fault[] {
  const own = ownHeaders.has(name.toLowerCase())
    ? `"${name}" is a header that Gangway sets itself: take it out`
    : undefined;
  const fault = own ?? headerFault(name, value);
  return fault === undefined ? [] : [{ path: `headers.${name}`, message: `${fault.replace(/^t/, 'T')}.` }];
}

function timeoutFaults(timeout: string): Fault[] {
  const ms = parseDurationMs(timeout) ?? 0;
  if (ms >= 1 && ms <= longestTimeoutMs) return [];
  const message =
    'A receiver has up to 60s to answer. Answer first and work afterwards; "answer" takes a later result.';
  return [{ path: 'timeout', message }];
}
