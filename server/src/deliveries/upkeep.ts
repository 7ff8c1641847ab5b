import type { Database } from '../database/database.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import type { Logger } from '../log.ts';
import { fireStep, startDueSchedules } from '../triggers/fire-trigger.ts';
import { releaseSuccessors, sweepForgottenSuccessors } from '../triggers/order-store.ts';
import type { Wake } from '../triggers/record-environment.ts';
import type { UnitPlans } from '../triggers/unit-plan.ts';
import { readUnitIds } from '../configuration/store.ts';
import { endOverdueAnswers } from './end-overdue-answers.ts';
import { clearEndedHooks, lookAtFailing } from './hook-upkeep.ts';
import type { LiveConfiguration } from './live-configuration.ts';
import { resendStep } from './resend-many.ts';

export interface UpkeepOptions {
  readonly database: Database;
  readonly plans: UnitPlans;
  readonly live: LiveConfiguration;
  readonly wake: Wake;
  /** Pauses of a unit have changed. */
  readonly changed: (unitId: number) => void;
  /** Writes when receivers last took a notice. */
  readonly writeContacts: () => Promise<void>;
  /** Tells people and programs of alerts that nobody was told of. */
  readonly tell: () => Promise<void>;
  readonly log: Logger;
}

/** What has to be done now and then beside sending: each duty with its own pace, one at a time. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #jobs: Promise<void> | undefined;
  #jobsAgain = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#every(1_000, () => this.#fireSchedules());
    this.#every(2_000, () => this.#options.live.compareVersions());
    this.#every(5_000, () => this.#endOverdue());
    this.#every(30_000, () => this.#releaseForgotten());
    this.#every(2_000, () => this.#runJobs());
    this.#every(15_000, () => lookAtFailing(this.#options));
    this.#every(20_000, () => clearEndedHooks(this.#options));
    this.#every(10_000, () => this.#options.writeContacts());
    this.#every(2_000, () => this.#options.tell());
    this.runJobsSoon();
  }

  /** A job was made in this process. */
  runJobsSoon(): void {
    this.#run(() => this.#runJobs());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running);
    await this.#options
      .writeContacts()
      .catch((cause: unknown) =>
        this.#options.log.warn({ err: cause }, 'When receivers last took a notice could not be written.'),
      );
  }

  /** A duty that is still under way when its time comes again is left to finish. */
  #every(ms: number, duty: () => Promise<void>): void {
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.#run(() => duty().finally(() => (busy = false)));
    }, ms);
    this.#timers.push(timer.unref());
  }

  #run(duty: () => Promise<void>): void {
    if (this.#stopped) return;
    const running = duty()
      .catch((cause: unknown) =>
        this.#options.log.warn({ err: cause }, 'A duty of upkeep failed; it is done again at its next time.'),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #fireSchedules(): Promise<void> {
    const made = await startDueSchedules(this.#options.database);
    if (made > 0) await this.#runJobs();
  }

  /** One runner at a time; a job that was made while it ran is looked for once more. */
  async #runJobs(): Promise<void> {
    if (this.#jobs) {
      this.#jobsAgain = true;
      return this.#jobs;
    }
    const { database, plans, wake, log } = this.#options;
    const steps = { resend: resendStep(plans, wake), fire: fireStep(plans, wake) };
    const work = async (): Promise<void> => {
      for (;;) {
        this.#jobsAgain = false;
        await runJobs({ database, steps, log }, () => this.#stopped);
        if (!this.#isJobWaiting()) return;
      }
    };
    this.#jobs = work().finally(() => (this.#jobs = undefined));
    return this.#jobs;
  }

  #isJobWaiting(): boolean {
    return this.#jobsAgain && !this.#stopped;
  }

  async #endOverdue(): Promise<void> {
    const { database, plans, wake } = this.#options;
    for (const [unitId, lanes] of await endOverdueAnswers(database, plans)) wake(unitId, lanes);
  }

  async #releaseForgotten(): Promise<void> {
    const { database, wake } = this.#options;
    for (const unitId of await readUnitIds(database)) {
      const forgotten = await sweepForgottenSuccessors(database, unitId);
      if (forgotten.length === 0) continue;
      const released = await database.transaction((transaction) => releaseSuccessors(transaction, unitId, forgotten));
      wake(
        unitId,
        released.map(({ laneId }) => laneId),
      );
    }
  }
}
