import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import type { Hook } from './hook.ts';
import { hookTexts } from './texts.ts';

interface HookActionsProps {
  readonly hook: Hook;
  readonly busy: boolean;
  readonly onTest: () => void;
}

type Asked = 'pause' | 'resume' | 'end';

/** What can be done with a hook: test, pause or let go on, end. */
export function HookActions({ hook, busy, onTest }: HookActionsProps) {
  const texts = useTexts(hookTexts);
  const [asked, setAsked] = useState<Asked>();
  if (hook.status === 'ended') return null;
  const isPaused = hook.status === 'paused';
  const close = (): void => setAsked(undefined);
  return (
    <>
      <Button variant="default" leftSection={<Icon name="activity" />} loading={busy} onClick={onTest}>
        {texts.test.act}
      </Button>
      <Button
        variant={isPaused ? 'filled' : 'default'}
        leftSection={<Icon name={isPaused ? 'play' : 'pause'} />}
        onClick={() => setAsked(isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? texts.resume.act : texts.pause.act}
      </Button>
      <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setAsked('end')}>
        {texts.end.act}
      </Button>
      {asked === 'pause' ? <PauseDialog id={hook.id} close={close} /> : null}
      {asked === 'resume' ? <ResumeDialog id={hook.id} close={close} /> : null}
      {asked === 'end' ? <EndDialog id={hook.id} close={close} /> : null}
    </>
  );
}

interface DialogProps {
  readonly id: string;
  readonly close: () => void;
}

function useReadAgain(): () => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [api.unit, 'hooks'] });
}

function PauseDialog({ id, close }: DialogProps) {
  const texts = useTexts(hookTexts).pause;
  const api = useApi();
  const readAgain = useReadAgain();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      opened
      close={close}
      title={texts.title}
      act={texts.act}
      onConfirm={async () => {
        await api.call('pauseHook', { path: { id }, body: reason.trim() === '' ? {} : { reason } });
        await readAgain();
        notices.done(texts.done);
      }}
    >
      <p>{texts.detail}</p>
      <TextInput label={texts.reason} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
    </ConfirmDialog>
  );
}

function ResumeDialog({ id, close }: DialogProps) {
  const texts = useTexts(hookTexts).resume;
  const api = useApi();
  const readAgain = useReadAgain();
  const [held, setHeld] = useState<'send' | 'cancel'>('send');
  const { data } = useQuery({
    queryKey: [api.unit, 'hooks', id, 'held'],
    staleTime: 0,
    queryFn: ({ signal }) => api.call('countDeliveries', { query: { hookId: id, state: ['held'] }, signal }),
  });
  return (
    <ConfirmDialog
      opened
      close={close}
      title={texts.title}
      act={texts.act}
      onConfirm={async () => {
        await api.call('resumeHook', { path: { id }, body: { held } });
        await readAgain();
        notices.done(texts.done);
      }}
    >
      <p>{data === undefined ? '…' : texts.held(data.total)}</p>
      {data === undefined || data.total === 0 ? null : (
        <SegmentedControl
          aria-label={texts.heldChoice}
          value={held}
          onChange={setHeld}
          data={[
            { value: 'send', label: texts.send },
            { value: 'cancel', label: texts.cancel },
          ]}
        />
      )}
    </ConfirmDialog>
  );
}

function EndDialog({ id, close }: DialogProps) {
  const texts = useTexts(hookTexts).end;
  const api = useApi();
  const readAgain = useReadAgain();
  const [, navigate] = useLocation();
  return (
    <ConfirmDialog
      opened
      close={close}
      title={texts.title}
      act={texts.act}
      danger
      onConfirm={async () => {
        await api.call('deleteHook', { path: { id } });
        await readAgain();
        notices.done(texts.done);
        navigate('/hooks');
      }}
    >
      <p>{texts.detail}</p>
    </ConfirmDialog>
  );
}
