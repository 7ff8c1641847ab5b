import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { hookTexts } from './texts.ts';

/** Everything again that did not arrive since a moment; the number stands on the button before it happens. */
export function ResendSinceButton({ id, done }: { readonly id: string; readonly done: () => void }) {
  const texts = useTexts(hookTexts).notices;
  const api = useApi();
  const [opened, setOpened] = useState(false);
  const [since, setSince] = useState('');
  const [delivered, setDelivered] = useState(false);
  const from = since === '' ? undefined : new Date(since).toISOString();
  const { data } = useQuery({
    queryKey: [api.unit, 'hooks', id, 'resend', from, delivered],
    enabled: opened && from !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      api.call('resendHook', { path: { id }, body: { since: from ?? '', delivered, dryRun: true }, signal }),
  });
  const count = data !== undefined && 'count' in data ? data.count : undefined;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="rotate" size={14} />}
        onClick={() => setOpened(true)}
      >
        {texts.all}
      </Button>
      <ConfirmDialog
        opened={opened}
        close={() => setOpened(false)}
        title={texts.allTitle}
        act={count === undefined ? texts.ask : texts.count(count)}
        typed={count !== undefined && count >= 20 ? String(count) : undefined}
        onConfirm={async () => {
          if (from === undefined || count === undefined || count === 0) throw new Error(texts.none);
          await api.call('resendHook', { path: { id }, body: { since: from, delivered } });
          notices.done(texts.started);
          done();
        }}
      >
        <TextInput
          type="datetime-local"
          label={texts.since}
          value={since}
          onChange={({ currentTarget }) => setSince(currentTarget.value)}
        />
        <Checkbox
          mt="sm"
          label={texts.delivered}
          checked={delivered}
          onChange={({ currentTarget }) => setDelivered(currentTarget.checked)}
        />
        {count === 0 ? <p>{texts.none}</p> : null}
      </ConfirmDialog>
    </>
  );
}
