import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { useSave } from '../integration/use-object.ts';
import { useRehearsal } from './rehearsal.ts';
import { triggerTexts } from './texts.ts';
import { type Mode, modeOf, sayDeliver, type Trigger } from './trigger.ts';

/** Off, watching, live. Only going live asks, because only that sends. */
export function ModeSwitch({ trigger, disabled }: { readonly trigger: Trigger; readonly disabled: boolean }) {
  const texts = useTexts(triggerTexts);
  const [opened, setOpened] = useState(false);
  const save = useSave('triggers');
  const mode = modeOf(trigger);
  const go = (next: Mode): void => save.mutate({ body: { ...trigger, mode: next } }, { onError: notices.problem });
  return (
    <>
      {mode === 'live' ? null : (
        <Button leftSection={<Icon name="zap" />} disabled={disabled} onClick={() => setOpened(true)}>
          {texts.live.act}
        </Button>
      )}
      {mode === 'watch' ? null : (
        <Button
          variant="default"
          leftSection={<Icon name="eye" />}
          disabled={disabled}
          loading={save.isPending}
          onClick={() => go('watch')}
        >
          {texts.switchWatch}
        </Button>
      )}
      {mode === 'off' ? null : (
        <Button
          variant="default"
          leftSection={<Icon name="ban" />}
          disabled={disabled}
          loading={save.isPending}
          onClick={() => go('off')}
        >
          {texts.switchOff}
        </Button>
      )}
      {opened ? <LiveDialog trigger={trigger} close={() => setOpened(false)} /> : null}
    </>
  );
}

const mostNoted = 200;

/** What will be sent from now on, with the number of what it would have sent. */
function LiveDialog({ trigger, close }: { readonly trigger: Trigger; readonly close: () => void }) {
  const texts = useTexts(triggerTexts);
  const words = texts.live;
  const api = useApi();
  const save = useSave('triggers');
  const { name } = trigger;
  const rehearsal = useRehearsal(trigger, trigger.entity !== undefined);
  const watched = useQuery({
    queryKey: [api.unit, 'triggers', name, 'watched', 'count'],
    queryFn: ({ signal }) => api.call('listWatched', { path: { name }, query: { limit: mostNoted }, signal }),
  });
  // Counted anew, whatever was shown before.
  const counted = rehearsal.isFetching ? undefined : rehearsal.data;
  const fires = counted?.wouldFire ?? 0;
  const noted = watched.data?.data.length ?? 0;
  return (
    <ConfirmDialog
      opened
      close={close}
      title={words.title(name)}
      act={words.confirm(fires)}
      size="lg"
      onConfirm={() => save.mutateAsync({ body: { ...trigger, mode: 'live' } })}
    >
      {rehearsal.isFetching ? <p>{words.counting}</p> : null}
      <ProblemAlert error={rehearsal.error} />
      {counted === undefined ? null : (
        <p>
          <strong>{words.sends(fires, words.ofThem(counted.examined))}</strong>
        </p>
      )}
      <p>{words.to}</p>
      <ul>
        {(trigger.deliver ?? []).map((deliver, index) => (
          <li key={index}>{sayDeliver(deliver, texts.to)}</li>
        ))}
        {trigger.emit === undefined ? null : <li>{texts.emits(trigger.emit)}</li>}
      </ul>
      {noted === 0 ? null : (
        <p>{watched.data?.nextCursor === null ? words.watched(noted) : words.watchedMore(noted)}</p>
      )}
      <p className="gw-dimmed">{words.past}</p>
    </ConfirmDialog>
  );
}
