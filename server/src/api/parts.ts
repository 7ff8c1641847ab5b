import type { SignIn } from '../access/sessions/sign-in.ts';
import type { RangeList } from '../address-range.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import type { Database } from '../database/database.ts';
import type { LiveConfiguration } from '../deliveries/live-configuration.ts';
import type { FetchedNotice } from '../deliveries/fetch-notices.ts';
import type { NoticeSender } from '../deliveries/notice-sender.ts';
import type { MessageMaker } from '../deliveries/message-maker.ts';
import type { LiveFeed } from '../live/live-feed.ts';
import type { Logger } from '../log.ts';
import type { TestReport } from '../outbound/diagnose.ts';
import type { EgressAllowance } from '../outbound/address-guard.ts';
import type { SystemParts } from '../overview/shown-settings.ts';
import type { Savers } from '../records/types.ts';
import type { Wake } from '../triggers/record-environment.ts';
import type { UnitPlans } from '../triggers/unit-plan.ts';
import type { HookRow } from '../webhooks/hook-store.ts';
import type { Listened } from '../webhooks/listen-store.ts';

/** What the operations are made of; whoever starts the server brings it together. */
export interface ApiParts {
  readonly database: Database;
  readonly log: Logger;
  /** The address that others are told, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly trustedProxies: RangeList;
  /** From where calls are taken at all (GANGWAY_ALLOWED_ADDRESSES); undefined: from everywhere. */
  readonly allowedAddresses: RangeList | undefined;
  /** Passwords, terms of sessions, the OpenID Connect provider. */
  readonly signIn: SignIn;
  readonly bodyLimitBytes: number;
  readonly now: () => Date;
  /** What each unit's configuration means for changes of records. */
  readonly plans: UnitPlans;
  /** Entities whose records are saved in a way of their own (attendance). */
  readonly savers: Savers;
  /** The configuration as messages are sent by it, with its secrets. */
  readonly live: LiveConfiguration;
  /** Makes messages that are shown and not sent. */
  readonly messages: MessageMaker;
  /** What this process runs with, for the page about the system. */
  readonly system: SystemParts;
  /** Tells open pages what has changed. */
  readonly feed: LiveFeed;
  /** Says after a commit that lanes have something to send. */
  readonly wake: Wake;
  /** Says after a commit that configuration, secrets or pauses of a unit have changed. */
  readonly changed: (unitId: number) => void;
  /** Says after a commit that a job waits to be run. */
  readonly jobWaiting: () => void;
  /** Tries a connection of the unit step by step; it is there. */
  readonly testConnection: (unitId: number, name: string) => Promise<TestReport>;
  /** Sends a notice through the hook's lane at once, beside the queue. */
  readonly testHook: NoticeSender['test'];
  /** The next notices of a temporary hook. */
  readonly fetchNotices: (hook: HookRow, done: readonly Listened[], waitMs: number) => Promise<FetchedNotice[]>;
  readonly keys: SecretKeys;
  /** Private ranges that may be called (GANGWAY_EGRESS_ALLOW). */
  readonly egressRanges: EgressAllowance['ranges'];
  /** Where the database is (installation-store.ts): what a confirmed copy is confirmed for. */
  readonly cluster: string;
  /** What this process is, for /readyz and /metrics. */
  readonly roles: readonly string[];
  /** The figures of this process and of the queue, in the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
}
