import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useMe } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { useUnsaved } from '../../app/unsaved.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { SaveBar } from '../integration/save-bar.tsx';
import { integrationTexts } from '../integration/texts.ts';
import { changesOf, type Hook, nameOf, settingsOf } from './hook.ts';
import { HookFields } from './hook-fields.tsx';
import { ShownSecret } from './shown-secret.tsx';
import { hookTexts } from './texts.ts';

const shown = ['targetUrl', 'event', 'filter', 'timeout', 'retry', 'answer', 'headers'];

/** Its settings, for its owner and for administrators; and a new secret. */
export function HookSettings({ hook }: { readonly hook: Hook }) {
  const texts = useTexts(hookTexts);
  const words = useTexts(integrationTexts);
  const api = useApi();
  const client = useQueryClient();
  const { id: me, administrator } = useMe();
  const begun = settingsOf(hook);
  const [body, setBody] = useState(begun);
  const changes = changesOf(begun, body);
  const isDirty = Object.keys(changes).length > 0;
  useUnsaved(isDirty);
  const save = useMutation({
    // Only what differs, in the words of PATCH.
    mutationFn: () => api.call('changeHook', { path: { id: hook.id }, body: changes }),
    onSuccess: async (changed) => {
      notices.done(words.saved(nameOf(changed)));
      await client.invalidateQueries({ queryKey: [api.unit, 'hooks'] });
    },
  });
  const faults = useFaults(save.error);
  const form = useFocusFault(save.error);
  const mayChange = (administrator || hook.ownerId === me) && hook.name === null && hook.status !== 'ended';
  const mayRotate = (administrator || hook.ownerId === me) && hook.status !== 'ended';
  return (
    <>
      {mayChange ? null : <p className="gw-note">{hook.name === null ? texts.form.notYours : texts.form.ofFile}</p>}
      {mayRotate ? <RotateSecret id={hook.id} /> : null}
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <HookFields value={body} onChange={setBody} faults={faults} disabled={!mayChange} />
        <ProblemAlert error={save.error} shown={shown} />
        {mayChange ? <SaveBar isDirty={isDirty} busy={save.isPending} onReset={() => setBody(begun)} /> : null}
      </form>
    </>
  );
}

function RotateSecret({ id }: { readonly id: string }) {
  const texts = useTexts(hookTexts).rotate;
  const api = useApi();
  const [asked, setAsked] = useState(false);
  const [overlap, setOverlap] = useState('24h');
  const [secret, setSecret] = useState<string>();
  return (
    <div className="gw-part">
      <Button variant="default" leftSection={<Icon name="key" />} onClick={() => setAsked(true)}>
        {texts.act}
      </Button>
      {secret === undefined ? null : <ShownSecret about={texts.shown} secret={secret} />}
      <ConfirmDialog
        opened={asked}
        close={() => setAsked(false)}
        title={texts.title}
        act={texts.act}
        onConfirm={async () => {
          const rotated = await api.call('rotateHook', { path: { id }, body: { overlap } });
          setSecret(rotated.secret);
        }}
      >
        <p>{texts.detail}</p>
        <TextInput
          label={texts.overlap}
          description={texts.overlapAbout}
          value={overlap}
          onChange={({ currentTarget }) => setOverlap(currentTarget.value)}
        />
      </ConfirmDialog>
    </div>
  );
}
