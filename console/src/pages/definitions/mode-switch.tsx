import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { useSave } from '../integration/use-object.ts';
import { addressOf, type Definition, type Mode, modeOf, modes } from './definition.ts';
import { definitionTexts } from './texts.ts';

const icons: Readonly<Record<Mode, IconName>> = { off: 'ban', test: 'eye', live: 'zap' };

/** Off, test, live; only live changes records, so only live asks. */
export function ModeSwitch({ definition, disabled }: { readonly definition: Definition; readonly disabled: boolean }) {
  const texts = useTexts(definitionTexts);
  const [asked, setAsked] = useState(false);
  const save = useSave('definitions');
  const others = modes.filter((mode) => mode !== modeOf(definition)).toReversed();
  return (
    <>
      {others.map((mode) => (
        <Button
          key={mode}
          variant={mode === 'live' ? 'filled' : 'default'}
          leftSection={<Icon name={icons[mode]} />}
          disabled={disabled}
          onClick={() =>
            mode === 'live'
              ? setAsked(true)
              : save.mutate({ body: { ...definition, mode } }, { onError: notices.problem })
          }
        >
          {texts.switchTo[mode]}
        </Button>
      ))}
      {asked ? <LiveDialog definition={definition} close={() => setAsked(false)} /> : null}
    </>
  );
}

/** With the numbers of what its last calls would have done. */
function LiveDialog({ definition, close }: { readonly definition: Definition; readonly close: () => void }) {
  const texts = useTexts(definitionTexts);
  const api = useApi();
  const save = useSave('definitions');
  const { name } = definition;
  const { data } = useQuery({
    queryKey: [api.unit, 'calls', name, 'last'],
    queryFn: ({ signal }) => api.call('listCalls', { query: { definition: name, limit: 100 }, signal }),
  });
  const calls = data?.data ?? [];
  const accepted = calls.filter(({ outcome }) => outcome === 'accepted' || outcome === 'repeated').length;
  return (
    <ConfirmDialog
      opened
      close={close}
      title={texts.liveTitle(name)}
      act={texts.switchTo.live}
      onConfirm={() => save.mutateAsync({ body: { ...definition, mode: 'live' } })}
    >
      <p>{texts.liveDetail(addressOf(api.unit, definition))}</p>
      {calls.length === 0 ? null : <p>{texts.liveCalls(accepted, calls.length - accepted)}</p>}
    </ConfirmDialog>
  );
}
