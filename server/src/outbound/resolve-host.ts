import { lookup } from 'node:dns';
import { judgeAddress, judgeHost, type EgressAllowance, type Target } from './address-guard.ts';
import { parseAddress } from './address-ranges.ts';
import type { Fault } from './outbound-request.ts';

/** Resolves a name to all its addresses, or throws an error with a `code` of getaddrinfo (`ENOTFOUND`, `EAI_AGAIN`). */
export type ResolveName = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export type VettedAddresses =
  { readonly ok: true; readonly addresses: readonly ResolvedAddress[] } | { readonly ok: false; readonly fault: Fault };

/**
 * Resolves with the machine's own resolver (hosts file, mDNS and search domains as everywhere on it). getaddrinfo holds one of libuv's few threads
 * until it is done, up to many seconds for a dead name server, so questions for the same name share one.
 */
export function createNameResolver(): ResolveName {
  const underWay = new Map<string, Promise<readonly ResolvedAddress[]>>();
  return (hostname) => {
    const known = underWay.get(hostname);
    if (known !== undefined) return known;
    const question = askSystem(hostname).finally(() => underWay.delete(hostname));
    underWay.set(hostname, question);
    return question;
  };
}

function askSystem(hostname: string): Promise<readonly ResolvedAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true, order: 'verbatim' }, (error, found) => {
      if (error !== null) reject(error);
      else resolve(found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })));
    });
  });
}

/**
 * The addresses that a socket may connect to for this target. Every address of a name must pass: one private answer among public ones is how a
 * rebinding name looks, and which one the system would pick is not ours to guess. The socket connects to exactly these, no second question is asked.
 */
export async function resolveVetted(
  target: Target,
  allow: EgressAllowance,
  resolveName: ResolveName,
): Promise<VettedAddresses> {
  const refusal = judgeHost(target, allow);
  if (refusal !== undefined) return refused(refusal.sentence);
  if (parseAddress(target.hostname) !== undefined) return vetAll([toResolved(target.hostname)], target, allow);
  try {
    return vetAll(await resolveName(target.hostname), target, allow);
  } catch (error) {
    return { ok: false, fault: nameFault(target.hostname, error) };
  }
}

function toResolved(address: string): ResolvedAddress {
  return { address, family: address.includes(':') ? 6 : 4 };
}

function vetAll(found: readonly ResolvedAddress[], target: Target, allow: EgressAllowance): VettedAddresses {
  if (found.length === 0) return { ok: false, fault: nameNotFound(target.hostname) };
  for (const each of found) {
    const address = parseAddress(each.address);
    const refusal =
      address === undefined
        ? { sentence: `The name ${target.hostname} was resolved to something that is no address.` }
        : judgeAddress(address, target, allow);
    if (refusal !== undefined) return refused(refusal.sentence);
  }
  return { ok: true, addresses: found };
}

function refused(sentence: string): VettedAddresses {
  return { ok: false, fault: { stage: 'address', code: 'address-refused', sentence, passing: false } };
}

function nameFault(hostname: string, error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_NONAME' || code === 'EAI_NODATA') return nameNotFound(hostname);
  return {
    stage: 'dns',
    code: 'dns-unavailable',
    sentence: `The name ${hostname} could not be resolved just now: the name server does not answer (${code || String(error)}).`,
    passing: true,
  };
}

function nameNotFound(hostname: string): Fault {
  return {
    stage: 'dns',
    code: 'name-not-found',
    sentence: `There is no host named ${hostname}. Check the connection's URL for a slip of the pen.`,
    passing: false,
  };
}
