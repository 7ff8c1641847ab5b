import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { Facts } from '../integration/section.tsx';
import { triggerTexts } from './texts.ts';
import { modeOf, sayDeliver, type Trigger } from './trigger.ts';

/** Sends by hand what was there before the trigger was live. */
export function FirePanel({ trigger }: { readonly trigger: Trigger }) {
  const texts = useTexts(triggerTexts);
  const words = texts.fire;
  const api = useApi();
  const [since, setSince] = useState('');
  const [asked, setAsked] = useState(false);
  const [job, setJob] = useState<string>();
  const { name } = trigger;
  const isLive = modeOf(trigger) === 'live';
  return (
    <section className="gw-part">
      <p>{words.about}</p>
      {isLive ? null : <p className="gw-note">{words.notLive}</p>}
      <div className="gw-fire">
        <TextInput
          type="datetime-local"
          label={words.since}
          description={words.sinceAbout}
          disabled={!isLive}
          value={since}
          onChange={({ currentTarget }) => setSince(currentTarget.value)}
        />
        <Button disabled={!isLive} leftSection={<Icon name="send" />} onClick={() => setAsked(true)}>
          {words.act}
        </Button>
      </div>
      {job === undefined ? null : <JobProgress id={job} />}
      <ConfirmDialog
        opened={asked}
        close={() => setAsked(false)}
        title={words.title(name)}
        act={words.act}
        danger
        onConfirm={async () => {
          const body = since === '' ? {} : { since: new Date(since).toISOString() };
          const { id } = await api.call('fireTrigger', { path: { name }, body });
          setJob(id);
          notices.done(words.started);
        }}
      >
        <p>{words.detail}</p>
        <ul>
          {(trigger.deliver ?? []).map((deliver, index) => (
            <li key={index}>{sayDeliver(deliver, texts.to)}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </section>
  );
}

function JobProgress({ id }: { readonly id: string }) {
  const texts = useTexts(triggerTexts).fire;
  const api = useApi();
  const key = [api.unit, 'jobs', id];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('readJob', { path: { id }, signal }),
  });
  useLiveQuery('jobs', key);
  if (data === undefined) return null;
  const numbers = Object.entries(data.progress);
  const shown = numbers.filter((entry): entry is [string, string | number] => /string|number/.test(typeof entry[1]));
  return (
    <div role="status">
      <h3>{texts.progress}</h3>
      <Facts rows={[[texts.progress, texts.job(data.state)], ...shown]} />
    </div>
  );
}
