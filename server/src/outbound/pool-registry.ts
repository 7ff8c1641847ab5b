import type { Target } from './address-guard.ts';
import type { AddressRanges } from './address-ranges.ts';
import type { Transport } from './outbound-request.ts';
import type { ResolveName } from './resolve-host.ts';
import { SocketPool } from './socket-pool.ts';
import { TlsIdentity } from './tls-identity.ts';

/** The pools of one connection: one for its own origin, and one for each other that it calls (a token endpoint). */
interface Kept {
  /** The settings object that was last compared, so that the usual case is one comparison of pointers. */
  transport: Transport;
  readonly settings: string;
  readonly pools: Map<string, SocketPool>;
  usedAt: number;
}

/** Connections without sockets are forgotten after this time; until then their TLS sessions make a reconnect cheaper. */
const forgottenAfterMs = 600_000;
const sweptEveryMs = 60_000;

export class PoolRegistry {
  readonly #ranges: AddressRanges;
  readonly #resolveName: ResolveName;
  readonly #kept = new Map<string, Kept>();
  #sweptAt = performance.now();

  constructor(ranges: AddressRanges, resolveName: ResolveName) {
    this.#ranges = ranges;
    this.#resolveName = resolveName;
  }

  poolFor(transport: Transport, target: Target): SocketPool {
    const kept = this.#keptFor(transport);
    return kept.pools.get(target.origin) ?? this.#makePool(kept, transport, target);
  }

  forget(key: string): void {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    for (const pool of kept?.pools.values() ?? []) pool.retire();
  }

  close(): void {
    for (const { pools } of this.#kept.values()) for (const pool of pools.values()) pool.destroy();
    this.#kept.clear();
  }

  #keptFor(transport: Transport): Kept {
    const known = this.#kept.get(transport.key);
    if (known?.transport === transport) return known;
    const settings = JSON.stringify(transport);
    if (known?.settings === settings) {
      known.transport = transport;
      return known;
    }
    this.forget(transport.key);
    const kept: Kept = { transport, settings, pools: new Map(), usedAt: performance.now() };
    this.#kept.set(transport.key, kept);
    return kept;
  }

  #makePool(kept: Kept, transport: Transport, target: Target): SocketPool {
    this.#sweep();
    const route = {
      target,
      allow: { ranges: this.#ranges, hosts: transport.allow },
      tls: new TlsIdentity(transport),
      proxy: transport.proxy,
      resolveName: this.#resolveName,
    };
    const pool = new SocketPool(route, transport.concurrency, () => (kept.usedAt = performance.now()));
    kept.pools.set(target.origin, pool);
    return pool;
  }

  /** Now and then, when a pool is made anyway: a timer of its own would only keep waking an idle process. */
  #sweep(): void {
    const now = performance.now();
    if (now - this.#sweptAt < sweptEveryMs) return;
    this.#sweptAt = now;
    for (const [key, kept] of this.#kept) {
      const isEmpty = [...kept.pools.values()].every((pool) => pool.isEmpty);
      if (isEmpty && now - kept.usedAt > forgottenAfterMs) this.#kept.delete(key);
    }
  }
}
