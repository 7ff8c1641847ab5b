import { Button, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useTexts } from '../../texts/language.ts';
import { nameOf } from './hook.ts';
import { hookTexts } from './texts.ts';

/** Ends hooks of services that have forgotten them; it names them first. */
export function CleanUpButton() {
  const texts = useTexts(hookTexts).cleanUp;
  const api = useApi();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [days, setDays] = useState('5');
  const failingFor = `${days}d`;
  const { data } = useQuery({
    queryKey: [api.unit, 'hooks', 'dead', failingFor],
    enabled: opened,
    staleTime: 0,
    queryFn: ({ signal }) => api.call('cleanUpHooks', { body: { failingFor, dryRun: true }, signal }),
  });
  const count = data?.count ?? 0;
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {texts.act}
      </Button>
      <ConfirmDialog
        opened={opened}
        close={() => setOpened(false)}
        title={texts.title}
        act={texts.confirm(count)}
        danger
        onConfirm={async () => {
          const done = count === 0 ? { count } : await api.call('cleanUpHooks', { body: { failingFor } });
          notices.done(texts.done(done.count));
          await client.invalidateQueries({ queryKey: [api.unit, 'hooks'] });
        }}
      >
        <p>{texts.about}</p>
        <Select
          label={texts.failingFor}
          data={['1', '2', '5', '10', '30'].map((value) => ({ value, label: texts.days(Number(value)) }))}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? '5')}
        />
        <p>{count === 0 ? texts.none : texts.these(count)}</p>
        <ul>
          {data?.data.map((hook) => (
            <li key={hook.id}>
              {nameOf(hook)} <span className="gw-dimmed">{hook.targetUrl}</span>
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}
