import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { useUnsaved } from '../../app/unsaved.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import type { NewHook } from './hook.ts';
import { HookFields } from './hook-fields.tsx';
import { ShownSecret } from './shown-secret.tsx';
import { hookTexts } from './texts.ts';

const blank: NewHook = { targetUrl: '', event: 'documents.approved' };
const shown = ['targetUrl', 'event', 'filter', 'secret', 'timeout', 'retry', 'answer', 'headers'];

export default function NewHookPage() {
  const texts = useTexts(hookTexts);
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [body, setBody] = useState(blank);
  const [made, setMade] = useState<Answer<'createHook'>>();
  useUnsaved(body !== blank && made === undefined);
  const create = useMutation({
    mutationFn: () => api.call('createHook', { body }),
    onSuccess: (hook) => {
      setMade(hook);
      void client.invalidateQueries({ queryKey: [api.unit, 'hooks'] });
    },
  });
  const faults = useFaults(create.error);
  const form = useFocusFault(create.error);
  if (made !== undefined)
    return (
      <>
        <PageHeader title={texts.made.title} />
        {made.secret === undefined ? (
          <p>{texts.made.again}</p>
        ) : (
          <ShownSecret about={texts.made.secret} secret={made.secret} />
        )}
        <Button mt="md" autoFocus onClick={() => navigate(`/hooks/${made.id}`)}>
          {texts.made.go}
        </Button>
      </>
    );
  return (
    <>
      <PageHeader title={texts.new} about={texts.newAbout} />
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <HookFields value={body} onChange={setBody} faults={faults} withSecret />
        <ProblemAlert error={create.error} shown={shown} />
        <div className="gw-save-bar">
          <Button type="submit" loading={create.isPending}>
            {texts.form.create}
          </Button>
        </div>
      </form>
    </>
  );
}
