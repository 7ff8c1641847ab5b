import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useNow } from '../../components/moment.tsx';
import { Step, Story } from '../../components/story.tsx';
import type { Tone } from '../../components/state-badge.tsx';
import type { IconName } from '../../components/icon.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { AttemptStep } from './attempt-step.tsx';
import { type DeliveryDetail, type DeliveryTexts, holderOf } from './delivery.ts';
import { deliveryTexts } from './texts.ts';

/** From the change that caused it to what comes next. */
export function DeliveryStory({ delivery }: { readonly delivery: DeliveryDetail }) {
  const texts = useTexts(deliveryTexts);
  const { story } = texts;
  const { cause, attempts, createdAt, resendOf, resentAs, state, finishedAt } = delivery;
  const apart = cause === null ? Infinity : Math.abs(Date.parse(createdAt) - Date.parse(cause.at));
  const last = attempts.at(-1)?.number;
  return (
    <Story label={story.label}>
      {cause === null ? null : <Step icon="user" at={cause.at} title={causeText(cause, story)} />}
      <Step
        icon="circle"
        at={createdAt}
        title={
          resendOf === null ? (
            apart < 50 ? (
              story.queuedSame
            ) : (
              story.queued
            )
          ) : (
            <>
              {story.again}: <Link href={`/deliveries/${resendOf}`}>{story.earlier}</Link>
            </>
          )
        }
      />
      {attempts.map((attempt) => (
        <AttemptStep key={attempt.number} attempt={attempt} initiallyOpen={attempt.number === last} />
      ))}
      {isOver(state) ? <End state={state} at={finishedAt} reason={delivery.reason} /> : <Ahead delivery={delivery} />}
      {resentAs === null ? null : (
        <Step
          icon="rotate"
          title={
            <>
              {story.resentAs} <Link href={`/deliveries/${resentAs}`}>{story.newer}</Link>
            </>
          }
        />
      )}
    </Story>
  );
}

function causeText(
  { names, kind, userName }: NonNullable<DeliveryDetail['cause']>,
  { cause }: DeliveryTexts['story'],
): string {
  const who = userName === '' ? cause.nobody : userName;
  if (names.some((name) => name.endsWith('.approved'))) return cause.approved(who);
  if (kind === 'created' || kind === 'updated' || kind === 'deleted') return cause[kind](who);
  return cause.other(names[0] ?? kind, who);
}

const ends = {
  delivered: ['checkCircle', 'green'],
  refused: ['xCircle', 'red'],
  failed: ['alert', 'red'],
  unknown: ['question', 'orange'],
  cancelled: ['ban', 'grey'],
  superseded: ['replace', 'grey'],
} as const satisfies Readonly<Record<string, readonly [IconName, Tone]>>;

type End = keyof typeof ends;
const isOver = (state: string): state is End => Object.hasOwn(ends, state);

function End({
  state,
  at,
  reason,
}: {
  readonly state: End;
  readonly at: string | null;
  readonly reason: string | null;
}) {
  const { ended } = useTexts(deliveryTexts).story;
  const [icon, tone] = ends[state];
  return (
    <Step icon={icon} tone={tone} at={at} title={<strong>{ended[state]}</strong>}>
      {reason === null || state === 'delivered' ? null : <p className="gw-reason">{reason}</p>}
    </Step>
  );
}

/** What comes next, with the time until then. */
function Ahead({ delivery }: { readonly delivery: DeliveryDetail }) {
  const texts = useTexts(deliveryTexts);
  const { story } = texts;
  const format = useFormat();
  const now = useNow();
  const { state, heldBy, nextAttemptAt, deadlineAt, reason } = delivery;
  let step: ReactNode = null;
  if (state === 'held')
    step = (
      <Step icon="pause" tone="violet" title={story.held(holderOf(heldBy, texts))} ahead>
        {reason === null ? null : <p className="gw-reason">{reason}</p>}
      </Step>
    );
  else if (state === 'sending') step = <Step icon="send" tone="blue" title={story.sending} ahead />;
  else if (state === 'awaiting') step = <Step icon="hourglass" tone="amber" title={story.awaiting} ahead />;
  else if (nextAttemptAt !== null) {
    const left = Date.parse(nextAttemptAt) - now.getTime();
    const title = left <= 0 ? story.nextNow : story.nextAttempt(format.duration(Math.ceil(left / 1000) * 1000));
    step = <Step icon="clock" tone="amber" at={nextAttemptAt} title={title} ahead />;
  }
  return (
    <>
      {step}
      {state === 'waiting' ? <Step icon="calendar" at={deadlineAt} title={story.deadline} ahead /> : null}
    </>
  );
}
