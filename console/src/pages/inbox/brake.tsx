import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useApi, useMe } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { useTexts } from '../../texts/language.ts';
import type { Inbox } from './inbox-page.tsx';
import { inboxTexts } from './texts.ts';

interface BrakeProps {
  readonly brake: Inbox['brakes'][number];
  readonly changed: () => void;
}

/** A trigger that fired unusually often: what it made is held until somebody says whether it was meant. */
export function Brake({ brake: { trigger, held, since }, changed }: BrakeProps) {
  const texts = useTexts(inboxTexts);
  const { configurator } = useMe();
  const api = useApi();
  const [asked, ask] = useState<'release' | 'drop'>();
  const close = (): void => ask(undefined);
  const act = async (id: 'releaseBraked' | 'cancelBraked', done: string): Promise<void> => {
    await api.call(id, { path: { name: trigger } });
    notices.done(done);
    changed();
  };
  return (
    <li>
      <div className="gw-inbox-line">
        <span className="gw-state" data-tone="violet">
          <Icon name="pause" />
        </span>
        <p>{texts.brake(trigger, held)}</p>
        <Moment at={since} />
      </div>
      {configurator ? (
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" onClick={() => ask('release')}>
            {texts.release}
          </Button>
          <Button size="xs" variant="default" onClick={() => ask('drop')}>
            {texts.drop}
          </Button>
        </Group>
      ) : (
        <span className="gw-dimmed">{texts.rights}</span>
      )}
      <ConfirmDialog
        opened={asked === 'release'}
        close={close}
        title={texts.releaseTitle(held)}
        act={texts.release}
        onConfirm={() => act('releaseBraked', texts.released)}
      >
        <p>{texts.releaseBody}</p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'drop'}
        close={close}
        title={texts.dropTitle(held)}
        act={texts.drop}
        danger
        onConfirm={() => act('cancelBraked', texts.dropped)}
      >
        <p>{texts.dropBody}</p>
      </ConfirmDialog>
    </li>
  );
}
