import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { connectionTexts } from './texts.ts';

/** Holds the messages to a counterparty during its maintenance, with the reason that others see; or lets them go. */
export function PauseButton({ name }: { readonly name: string }) {
  const texts = useTexts(connectionTexts);
  const api = useApi();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const key = [api.unit, 'connections', name, 'status'];
  const status = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('readConnectionStatus', { path: { name }, signal }),
  });
  useLiveQuery('connections', key);
  const again = (): void => {
    void client.invalidateQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: [api.unit, 'connections', name, 'health'] });
    void client.invalidateQueries({ queryKey: [api.unit, 'overview'] });
  };
  const resume = useMutation({
    mutationFn: () => api.call('resumeConnection', { path: { name } }),
    onSuccess: () => {
      again();
      notices.done(texts.resume.done(name));
    },
    onError: notices.problem,
  });
  if (status.data === undefined) return null;
  if (status.data.paused)
    return (
      <Button leftSection={<Icon name="play" />} loading={resume.isPending} onClick={() => resume.mutate()}>
        {texts.resume.act}
      </Button>
    );
  return (
    <>
      <Button variant="default" leftSection={<Icon name="pause" />} onClick={() => setOpened(true)}>
        {texts.pause.act}
      </Button>
      <ConfirmDialog
        opened={opened}
        close={() => setOpened(false)}
        title={texts.pause.title(name)}
        act={texts.pause.act}
        onConfirm={async () => {
          await api.call('pauseConnection', { path: { name }, body: reason.trim() === '' ? {} : { reason } });
          again();
          setReason('');
          notices.done(texts.pause.done(name));
        }}
      >
        <p>{texts.pause.detail}</p>
        <TextInput
          label={texts.pause.reason}
          description={texts.pause.reasonAbout}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  );
}
