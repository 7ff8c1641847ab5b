import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Answer } from '../../../api/call.ts';
import { useApi } from '../../../api/session.ts';
import type { IconName } from '../../../components/icon.tsx';
import { Moment } from '../../../components/moment.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StateBadge, type Tone } from '../../../components/state-badge.tsx';
import { Step, Story } from '../../../components/story.tsx';
import { useFormat } from '../../../format/format.ts';
import { useTexts } from '../../../texts/language.ts';
import type { Field } from '../data/use-fields.ts';
import { recordKey } from '../data/use-record.ts';
import type { RelatedName } from '../data/use-related.ts';
import { recordTexts } from '../texts.ts';
import { StoryChanges } from './story-changes.tsx';

export type Line = Answer<'readRecordStory'>['data'][number];

interface StoryProps {
  readonly entity: string;
  readonly id: number;
  readonly fields: readonly Field[];
  readonly related: RelatedName;
}

/** Everything that has happened to the record, the newest first: changes, approvals, deliveries with their answers, notices, alerts. */
export function StoryPanel({ entity, id, fields, related }: StoryProps) {
  const api = useApi();
  const texts = useTexts(recordTexts).story;
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: recordKey(api.unit, entity, id, 'story'),
    queryFn: ({ pageParam, signal }) =>
      api.call('readRecordStory', {
        path: { entity, id },
        query: { limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const lines = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-label={texts.title}>
      <h2 className="gw-section">{texts.title}</h2>
      <ProblemAlert error={error} />
      <Story label={texts.title}>
        {lines.map((line) => (
          <StoryLine key={line.id} line={line} entity={entity} fields={fields} related={related} />
        ))}
      </Story>
      {hasNextPage ? (
        <Button variant="subtle" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.older}
        </Button>
      ) : null}
    </section>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  delivered: 'green',
  refused: 'red',
  failed: 'red',
  unknown: 'orange',
  waiting: 'amber',
  held: 'violet',
  sending: 'blue',
};

function looksOf({ kind, delivery, alert, names }: Line): readonly [IconName, Tone] {
  if (kind === 'alert') return ['bell', (alert?.resolvedAt ?? null) === null ? 'red' : 'grey'];
  if (delivery !== null) return [kind === 'notice' ? 'mail' : 'send', tones[delivery.state] ?? 'grey'];
  if (kind === 'approval') return ['check', 'green'];
  return [names.some((name) => name.endsWith('.created')) ? 'plus' : 'pencil', 'grey'];
}

function StoryLine({
  line,
  entity,
  fields,
  related,
}: {
  readonly line: Line;
  readonly entity: string;
  readonly fields: readonly Field[];
  readonly related: RelatedName;
}) {
  const [icon, tone] = looksOf(line);
  return (
    <Step icon={icon} tone={tone} title={<Title line={line} />}>
      <span className="gw-dimmed">
        <Moment at={line.at} as="seconds" />
      </span>
      {line.delivery === null ? null : <Attempts line={line} />}
      {line.kind === 'change' || line.kind === 'approval' ? (
        <StoryChanges line={line} entity={entity} fields={fields} related={related} />
      ) : null}
    </Step>
  );
}

function Title({ line }: { readonly line: Line }) {
  const { kind, who, origin, names, delivery, sentence } = line;
  const texts = useTexts(recordTexts).story;
  if (delivery !== null) {
    const to = delivery.connection ?? texts.webhook;
    return (
      <>
        <Link href={`/deliveries/${delivery.id}`}>{kind === 'notice' ? texts.noticeTo(to) : texts.deliveryTo(to)}</Link>{' '}
        <StateBadge state={delivery.state} />
      </>
    );
  }
  if (kind === 'alert') return <>{sentence}</>;
  const by = origin === 'write-back' ? texts.writeBack : (who ?? texts.system);
  if (names.some((name) => name.endsWith('.created'))) return <>{texts.created(by)}</>;
  if (names.some((name) => name.endsWith('.deleted'))) return <>{texts.deleted(by)}</>;
  if (names.some((name) => name.endsWith('.requested'))) return <>{texts.requested(by)}</>;
  if (kind === 'approval') return <>{texts.approval(by)}</>;
  return <>{origin === 'write-back' ? texts.wroteBack : texts.changed(by)}</>;
}

/** What was answered, attempt by attempt, where there is more to say than the state. */
function Attempts({ line: { attempts, sentence } }: { readonly line: Line }) {
  const texts = useTexts(recordTexts).story;
  const format = useFormat();
  const last = attempts.at(-1);
  return (
    <>
      {sentence === null ? null : <p className="gw-story-words">{sentence}</p>}
      {last === undefined || (last.status === null && last.outcome === 'accepted') ? null : (
        <p className="gw-dimmed gw-story-attempt">
          {texts.attempts(attempts.length)},{' '}
          {texts.answered(
            format.duration(last.durationMs),
            last.status === null ? texts.noStatus : String(last.status),
          )}
        </p>
      )}
    </>
  );
}
