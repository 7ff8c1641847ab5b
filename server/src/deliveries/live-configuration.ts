import type { SecretKeys } from '../configuration/seal.ts';
import { readSecrets, type Secret } from '../configuration/secret-store.ts';
import { readConfigurationVersion } from '../configuration/store.ts';
import type { Database } from '../database/database.ts';
import type { UnitPlan, UnitPlans } from '../triggers/unit-plan.ts';
import { liveConnection, type LiveConnection, type SendThrough } from './live-connection.ts';

/** A unit's configuration as the workers use it. */
export interface LiveUnit {
  readonly plan: UnitPlan;
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Secrets that no key at hand opens. */
  readonly locked: readonly string[];
  connection(name: string): LiveConnection | undefined;
}

export interface LiveConfigurationOptions {
  readonly database: Database;
  readonly plans: UnitPlans;
  readonly keys: SecretKeys;
  readonly sendThrough: (unitId: number) => SendThrough;
}

/**
 * The workers' view of each unit, kept until its configuration changes: the wake bus says so at once, and the poll compares versions, in case a
 * notice was lost.
 */
export class LiveConfiguration {
  readonly #options: LiveConfigurationOptions;
  readonly #units = new Map<number, Promise<LiveUnit>>();

  constructor(options: LiveConfigurationOptions) {
    this.#options = options;
  }

  unit(unitId: number): Promise<LiveUnit> {
    const kept = this.#units.get(unitId);
    if (kept) return kept;
    const loading = this.#load(unitId);
    this.#units.set(unitId, loading);
    loading.catch(() => this.#units.delete(unitId));
    return loading;
  }

  forget(unitId: number): void {
    this.#units.delete(unitId);
  }

  forgetAll(): void {
    this.#units.clear();
  }

  /** Forgets the units whose configuration has moved on. */
  async compareVersions(): Promise<void> {
    for (const [unitId, loading] of this.#units) {
      const { plan } = await loading;
      const version = await readConfigurationVersion(this.#options.database, unitId);
      if (plan.unit.configurationVersion !== version) this.forget(unitId);
    }
  }

  async #load(unitId: number): Promise<LiveUnit> {
    const { database, plans, keys, sendThrough } = this.#options;
    return database.transaction(async (transaction) => {
      const plan = await plans.current(transaction, unitId);
      const { secrets, locked } = await readSecrets(transaction, unitId, keys);
      const connections = new Map<string, LiveConnection>();
      return {
        plan,
        secrets,
        locked,
        connection(name) {
          const kept = connections.get(name);
          if (kept) return kept;
          const connection = plan.connections.get(name);
          if (!connection) return undefined;
          const live = liveConnection(connection, secrets, sendThrough(unitId));
          connections.set(name, live);
          return live;
        },
      };
    });
  }
}
