import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.ts';
import type { Call } from '../access/judge-token.ts';
import type { Secret } from '../configuration/secret-store.ts';
import { readConfigurationVersion } from '../configuration/store.ts';
import type { LiveUnit } from '../deliveries/live-configuration.ts';
import { Refusal, refuse } from '../errors.ts';
import { admitCall } from '../inbound/admit-call.ts';
import type { CallUser, InboundCall } from '../inbound/call.ts';
import { findDefinition } from '../inbound/find-definition.ts';
import { type InboundPlan, inboundPlan, type RoutedDefinition } from '../inbound/inbound-plan.ts';
import { splitPath } from '../inbound/path-pattern.ts';
import { createScrubber, type Scrubber } from '../outbound/scrub.ts';
import type { ServedParts } from './serve-route.ts';

/** A call whose definition was found, as it goes on. */
export interface EnteredCall {
  readonly unitId: number;
  readonly plan: InboundPlan;
  readonly routed: RoutedDefinition;
  readonly secrets: LiveUnit['secrets'];
  readonly scrub: Scrubber;
  /** With its body, once that was read. */
  call: InboundCall;
  /** undefined: the caller was not let in (yet). */
  user: CallUser | undefined;
  signature: Buffer | undefined;
}

/** Which definition the call is for. Refuses with `not-found` or `method-not-allowed`, and from addresses that may not call here at all. */
export async function findEntered(
  parts: ServedParts,
  call: InboundCall,
  unitId: number,
  reply: FastifyReply,
): Promise<EnteredCall> {
  const elsewhere = parts.admission.refusedAddress(call);
  if (elsewhere !== undefined) throw elsewhere;
  const live = await liveUnit(parts, unitId);
  const plan = live && inboundPlan(live.plan);
  const path = splitPath(call.address.replace(/\?.*$/s, '')) ?? [];
  const found = findDefinition(plan?.definitions ?? [], call.method, path);
  if (found.kind === 'other-methods') {
    const methods = found.methods.join(', ');
    reply.header('allow', methods);
    return refuse('method-not-allowed', `${call.path} has no ${call.method}. It has ${methods}.`);
  }
  if (found.kind === 'nothing' || live === undefined || plan === undefined)
    return refuse('not-found', `There is no address ${call.path}: no API definition has this path.`);
  const { secrets } = live;
  return {
    ...{ unitId, plan, secrets, routed: found.definition, scrub: scrubberOf(secrets) },
    ...{ call: { ...call, params: found.params }, user: undefined, signature: undefined },
  };
}

/** Never older than what is configured: a definition that was switched off takes no call more, in whatever process. undefined: there is no such unit. */
async function liveUnit({ live, database }: ServedParts, unitId: number): Promise<LiveUnit | undefined> {
  const version = unitId === 0 ? 0 : await readConfigurationVersion(database, unitId);
  if (version === 0) return undefined;
  const known = await live.unit(unitId);
  if (known.plan.unit.configurationVersion >= version) return known;
  live.forget(unitId);
  return live.unit(unitId);
}

const scrubbers = new WeakMap<LiveUnit['secrets'], Scrubber>();

function scrubberOf(secrets: ReadonlyMap<string, Secret>): Scrubber {
  const known = scrubbers.get(secrets);
  if (known !== undefined) return known;
  const made = createScrubber([...secrets.values()].map(({ value }) => value));
  scrubbers.set(secrets, made);
  return made;
}

/** Judges who calls, and whether the definition takes calls at all. */
export async function letIn(parts: ServedParts, entered: EnteredCall, reply: FastifyReply): Promise<void> {
  const { admission, database } = parts;
  const { unitId, call, secrets } = entered;
  const { source } = entered.routed;
  const here: Call = { method: call.method, path: call.path, from: call.from, unitId };
  const bearer = async (): Promise<Caller> => {
    const admitted = await admission.admit(call.headers['authorization'], here);
    reply.headers(admitted.headers);
    if (!admitted.ok) throw admitted.refusal;
    return admitted.caller;
  };
  const secret = (name: string): string | undefined => secrets.get(name)?.value;
  try {
    const { user, signature } = await admitCall({ queryable: database, unitId, bearer, secret }, source, call);
    entered.user = user;
    entered.signature = signature;
  } catch (error) {
    const { kind } = source.authentication;
    // The kind of refusal, for the audit: its sentence changes with every second. That of a token stands there already.
    const what = kind === 'basic' ? 'password' : 'signature';
    if (kind !== 'token' && error instanceof Refusal && error.code === 'unauthenticated')
      await admission.noteRefused(
        here,
        `The API definition ${JSON.stringify(source.name)} did not accept the ${what}.`,
      );
    throw error;
  }
  if (source.mode !== 'off') return;
  const sentence = `The API definition ${JSON.stringify(source.name)} is switched off. A configurator can switch it on (mode: live).`;
  throw new Refusal('not-found', sentence);
}
