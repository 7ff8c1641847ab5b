import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { triggerTexts } from './texts.ts';
import { useBraked } from './use-braked.ts';

/** What the brake holds, and what to do with it; nothing where it holds nothing. */
export function BrakeBar({ name }: { readonly name: string }) {
  const texts = useTexts(triggerTexts).brake;
  const api = useApi();
  const client = useQueryClient();
  const [asked, setAsked] = useState<'release' | 'cancel'>();
  const braked = useBraked().get(name);
  if (braked === undefined) return null;
  const { count, atLeast } = braked;
  const act = async (): Promise<void> => {
    const operation = asked === 'cancel' ? 'cancelBraked' : 'releaseBraked';
    const { moved, left } = await api.call(operation, { path: { name } });
    notices.done(texts.moved(moved, left));
    await client.invalidateQueries({ queryKey: [api.unit, 'overview'] });
  };
  const isCancel = asked === 'cancel';
  return (
    <div className="gw-brake" role="status">
      <Icon name="pause" />
      <span>{atLeast ? texts.onMore(count) : texts.on(count)}</span>
      <Link href={`/deliveries?trigger=${encodeURIComponent(name)}&state=held`}>{texts.look}</Link>
      <Button size="xs" onClick={() => setAsked('release')}>
        {texts.release(count)}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsked('cancel')}>
        {texts.cancel(count)}
      </Button>
      <ConfirmDialog
        opened={asked !== undefined}
        close={() => setAsked(undefined)}
        title={isCancel ? texts.cancelTitle(count) : texts.releaseTitle(count)}
        act={isCancel ? texts.cancel(count) : texts.release(count)}
        danger={isCancel}
        typed={count >= 20 ? String(count) : undefined}
        onConfirm={act}
      >
        <p>{isCancel ? texts.cancelDetail : texts.releaseDetail}</p>
      </ConfirmDialog>
    </div>
  );
}
