import { type Static, Type } from 'typebox';
import { durationMs, durationPattern } from '../configuration/duration.ts';

const Duration = Type.String({ pattern: durationPattern, examples: ['30s', '4h'] });

/** What decides which notices a hook gets, what is in them and how they are sent. */
export const hookFields = {
  targetUrl: Type.String({
    minLength: 1,
    maxLength: 2_000,
    description: 'Where the notices go.',
    examples: ['https://hooks.example.com/gangway'],
  }),
  event: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'GET /api/v1/{unit}/events lists them.',
      examples: ['documents.approved'],
    }),
  ),
  title: Type.Optional(Type.String({ maxLength: 200 })),
  filter: Type.Optional(
    Type.String({
      maxLength: 10_000,
      description: 'A condition in the template language; without it every such event is told.',
      examples: ["input.type = 'INVOICE.SALES' and input.total > 10000"],
    }),
  ),
  payload: Type.Optional(
    Type.Union([Type.Literal('thin'), Type.Literal('full')], {
      default: 'thin',
      description: 'full: the record is in the notice, as the owner of the hook may read it when it is first sent.',
    }),
  ),
  headers: Type.Optional(
    Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Type.String({ maxLength: 4_000 }), {
      description: 'Sent with every notice, such as a static secret. Their values are never shown again.',
      examples: [{ 'X-Api-Key': 'something long' }],
    }),
  ),
  secret: Type.Optional(
    Type.String({ maxLength: 200, description: 'whsec_ and base64; one is made where it is left out.' }),
  ),
  ratePerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000, default: 25 })),
  concurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 64, default: 8 })),
  timeout: Type.Optional(Type.String({ pattern: durationPattern, default: '15s' })),
  retry: Type.Optional(
    Type.Object(
      {
        at: Type.Array(Duration, {
          minItems: 1,
          maxItems: 50,
          description: 'Offsets from the first attempt, from 0s.',
        }),
        within: Type.Optional(Duration),
      },
      { additionalProperties: false, description: 'Default: 15 attempts within 8 days.' },
    ),
  ),
  answer: Type.Optional(
    Type.Object(
      { later: Type.Literal(true), within: Duration },
      {
        additionalProperties: false,
        description: 'A 2xx means "received"; what became of it is reported to .../deliveries/{id}/result.',
      },
    ),
  ),
  writeBacks: Type.Optional(
    Type.Boolean({
      description: 'Tells of changes that answers wrote, too; without it they are left out, so nothing loops.',
    }),
  ),
  imports: Type.Optional(Type.Boolean({ description: 'Tells of imports and restores, too.' })),
} as const;

/** A hook of the integration file. Its name is what a trigger's `deliver: [{ hook: name }]` means. */
export const Hook = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$', examples: ['isdoc-bridge'] }),
    ...hookFields,
  },
  { additionalProperties: false },
);
export type Hook = Static<typeof Hook>;

/** A subscription as the API takes it. */
export const HookBody = Type.Object(hookFields, { additionalProperties: false });
export type HookFields = Static<typeof HookBody>;

/** What of it is stored in the open: everything but address, event, secret and headers, which have columns of their own. */
export type HookSettings = Omit<HookFields, 'targetUrl' | 'event' | 'secret' | 'headers'>;

export const hookStatuses = ['active', 'paused', 'ended'] as const;
export type HookStatus = (typeof hookStatuses)[number];

const hookDefaults = { ratePerSecond: 25, concurrency: 8, timeoutMs: 15_000 } as const;

const lanePrefix = 'hook:';

/**
 * The name of a hook's lane; no connection can have one like it. A hook of the integration file stands on records as a connection does, as
 * `exports["hook:isdoc-bridge"]`; one that was made by the API is somebody's subscription and leaves no trace on them.
 */
export const laneOfHook = (hook: { readonly id: string; readonly name: string | null }): string =>
  lanePrefix + (hook.name ?? hook.id);

export const isHookLane = (lane: string): boolean => lane.startsWith(lanePrefix);

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether what is sent in this lane is a subscriber's notice, which is no matter of the record that it speaks of. */
export const isSubscription = (lane: string): boolean =>
  isHookLane(lane) && idPattern.test(lane.slice(lanePrefix.length));

/** A name that reads like an id could not be told from one. */
export const isIdLike = (name: string): boolean => idPattern.test(name.toLowerCase());

/** What of a hook's settings decides how its lane sends (deliveries/lane.ts); kept with the lane. */
export interface HookLaneSettings {
  readonly concurrency: number;
  readonly ratePerSecond: number;
  readonly timeoutMs: number;
  readonly withinMs: number;
}

export function laneSettingsOf(settings: HookSettings): HookLaneSettings {
  return {
    concurrency: settings.concurrency ?? hookDefaults.concurrency,
    ratePerSecond: settings.ratePerSecond ?? hookDefaults.ratePerSecond,
    timeoutMs: settings.timeout === undefined ? hookDefaults.timeoutMs : durationMs(settings.timeout),
    withinMs: scheduleOfHook(settings).withinMs,
  };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * 15 attempts: at once, then 5 s, 1 min, 5 min, 30 min, 2 h, 6 h, 12 h after the first, then daily up to the seventh day. A short outage of a receiver
 * costs seconds, a restart minutes. The schedule is longer than the five days after which a hook that fails is paused (see failingForMs), so that no
 * notice runs out of attempts before the pause keeps it.
 */
const defaultAtMs: readonly number[] = [
  ...[0, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs, 12 * hourMs],
  ...[1, 2, 3, 4, 5, 6, 7].map((days) => days * dayMs),
];

/** A hook that has failed for so long, with no success between, is paused. */
export const failingForMs = 5 * dayMs;

/** See deliveries/retry-schedule.ts, which decides by it. */
export function scheduleOfHook({ retry }: Pick<HookSettings, 'retry'>): {
  readonly atMs: readonly number[];
  readonly withinMs: number;
} {
  if (retry === undefined) return { atMs: defaultAtMs, withinMs: 8 * dayMs };
  const atMs = retry.at.map(durationMs);
  const last = atMs.at(-1) ?? 0;
  return { atMs, withinMs: retry.within === undefined ? Math.ceil(last * 1.1) + 1_000 : durationMs(retry.within) };
}
