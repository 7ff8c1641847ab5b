import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { integrationTexts } from './texts.ts';
import { type Kind, useRemove } from './use-object.ts';

interface DeleteButtonProps {
  readonly kind: Kind;
  readonly name: string;
  /** Where to go when it is gone. */
  readonly list: string;
}

export function DeleteButton({ kind, name, list }: DeleteButtonProps) {
  const texts = useTexts(integrationTexts);
  const { actions } = useTexts(commonTexts);
  const [opened, setOpened] = useState(false);
  const [, navigate] = useLocation();
  const remove = useRemove(kind);
  return (
    <>
      <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setOpened(true)}>
        {actions.delete}
      </Button>
      <ConfirmDialog
        opened={opened}
        close={() => setOpened(false)}
        title={texts.remove.title(name)}
        act={texts.remove.act}
        danger
        onConfirm={async () => {
          await remove(name);
          notices.done(texts.remove.done(name));
          navigate(list);
        }}
      >
        <p>{texts.remove.detail}</p>
      </ConfirmDialog>
    </>
  );
}
