import { type AlertMail, alertMails, isRecovery } from '../alerts/alert-mail.ts';
import { lockUntoldAlerts, markTold, type Moment, type UntoldAlert } from '../alerts/tell-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import type { Logger } from '../log.ts';
import { insertEvents } from '../records/store.ts';
import type { RecordEvent } from '../records/types.ts';
import { conditionRun } from '../triggers/condition-run.ts';
import { planNotices } from '../triggers/plan-notices.ts';
import type { Wake } from '../triggers/record-environment.ts';
import { insertDeliveries } from '../triggers/store.ts';
import type { UnitPlan, UnitPlans } from '../triggers/unit-plan.ts';
import { alertOpened, alertResolved } from '../webhooks/event-kinds.ts';

export interface TellOptions {
  readonly database: Database;
  readonly plans: UnitPlans;
  readonly wake: Wake;
  readonly log: Logger;
  readonly publicUrl: () => string;
  /** undefined: no mail server is set. */
  readonly mail?: AlertMailing | undefined;
}

export interface AlertMailing {
  readonly operators: readonly string[];
  readonly send: (mail: AlertMail) => Promise<void>;
}

const batchSize = 100;
/** A mail server that does not answer is asked again after this. */
const mailPauseMs = 60_000;

/** Tells of alerts and of their end, once each: programs by notices of `alerts.opened` and `alerts.resolved`, people by mail. */
export class AlertTeller {
  readonly #options: TellOptions;
  #mailsFromMs = 0;

  constructor(options: TellOptions) {
    this.#options = options;
  }

  async tell(): Promise<void> {
    for (const moment of ['opened', 'ended'] as const) await this.#notify(moment);
    if (Date.now() < this.#mailsFromMs) return;
    try {
      await this.#mailAll();
    } catch (cause) {
      this.#mailsFromMs = Date.now() + mailPauseMs;
      this.#options.log.error(
        { event: 'alerts.mail-failed', err: cause },
        'Mail about alerts could not be sent; tried again in a minute.',
      );
    }
  }

  /** The notices are planned in the transaction that marks the alerts as told: each once, whatever happens. */
  async #notify(moment: Moment): Promise<void> {
    const { database, plans } = this.#options;
    for (;;) {
      const count = await database.transaction(async (transaction) => {
        const alerts = await lockUntoldAlerts(transaction, 'notice', moment, batchSize);
        for (const alert of alerts) {
          await this.#plan(transaction, await plans.current(transaction, alert.unitId), alert, moment);
        }
        await markTold(transaction, 'notice', moment, alerts);
        return alerts.length;
      });
      if (count < batchSize) return;
    }
  }

  async #plan(transaction: Transaction, plan: UnitPlan, alert: UntoldAlert, moment: Moment): Promise<void> {
    const event = alertEvent(alert, moment);
    // A hook that fails is not told that it fails.
    const heard = plan.hooks.hearing(event).filter(({ hook }) => hook.id !== alert.hookId);
    if (heard.length === 0) return;
    const context = { input: null, before: null, event: { name: event.names[0] ?? '' } };
    const { notices } = planNotices(plan, event, heard, () => conditionRun(context, plan, event), new Set());
    await insertEvents(transaction, [event]);
    await insertDeliveries(transaction, alert.unitId, notices);
    transaction.afterCommit(() =>
      this.#options.wake(
        alert.unitId,
        notices.map(({ laneId }) => laneId),
      ),
    );
  }

  async #mailAll(): Promise<void> {
    const { database, mail, publicUrl, log } = this.#options;
    await database.transaction(async (transaction) => {
      const opened = await lockUntoldAlerts(transaction, 'mail', 'opened', batchSize);
      const ended = await lockUntoldAlerts(transaction, 'mail', 'ended', batchSize);
      // What was over before anybody could be told is nobody's trouble.
      const blips = opened.filter(isRecovery);
      if (mail !== undefined) {
        const about = { opened: opened.filter((alert) => !isRecovery(alert)), recovered: ended.filter(isRecovery) };
        for (const one of alertMails(about, mail.operators, publicUrl())) {
          await mail.send(one);
          log.info({ event: 'alerts.mailed', to: one.to, subject: one.subject });
        }
      }
      await markTold(transaction, 'mail', 'opened', opened);
      await markTold(transaction, 'mail', 'ended', [...ended, ...blips]);
    });
  }
}

function alertEvent(alert: UntoldAlert, moment: Moment): RecordEvent {
  const name = moment === 'opened' ? alertOpened : alertResolved;
  return {
    ...{ unitId: alert.unitId, id: newId(), at: new Date(), kind: 'requested', names: [name], entity: 'alerts' },
    ...{ recordId: null, registration: alert.id, revision: null, userId: null, userName: 'Gangway' },
    ...{ origin: 'system', changes: {}, before: null, after: null },
  };
}
