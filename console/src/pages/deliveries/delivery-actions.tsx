import { Button, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useApi, useMe } from '../../api/session.ts';
import { useKeys } from '../../app/keys.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { type DeliveryDetail, whyNotCancel, whyNotResend } from './delivery.ts';
import { deliveryTexts } from './texts.ts';
import { useResend } from './use-resend.ts';

/** What can be done with a delivery. What cannot be done says why when it is pointed at. */
export function DeliveryActions({ delivery }: { readonly delivery: DeliveryDetail }) {
  const texts = useTexts(deliveryTexts);
  const { bookkeeper } = useMe();
  const [asks, setAsks] = useState(false);
  const [, navigate] = useLocation();
  const resend = useResend();
  const cancel = useCancel(delivery.id);
  const rights = bookkeeper ? undefined : texts.why.rights;
  const whyNot = rights ?? whyNotResend(delivery, texts);
  const open = delivery.state === 'queued' || delivery.state === 'waiting';
  const go = (force: boolean): Promise<void> =>
    resend.mutateAsync({ id: delivery.id, force }).then(({ id }) => {
      // After a refusal or failure it is a new delivery; its page goes on with the story.
      if (id !== delivery.id) navigate(`/deliveries/${id}`);
    });
  const press = (): void => {
    if (whyNot !== undefined) return;
    if (delivery.state === 'delivered') setAsks(true);
    // Said by the mutation itself.
    else void go(false).catch(() => undefined);
  };
  useKeys([{ keys: 'r', label: texts.resendKey, act: press }]);
  return (
    <>
      <Explained why={rights ?? whyNotCancel(delivery, texts)}>
        {(disabled) => (
          <Button
            variant="default"
            data-disabled={disabled}
            aria-disabled={disabled}
            loading={cancel.isPending}
            leftSection={<Icon name="ban" />}
            onClick={() => disabled || cancel.mutate()}
          >
            {texts.cancel}
          </Button>
        )}
      </Explained>
      {delivery.state === 'unknown' ? null : (
        <Explained why={whyNot}>
          {(disabled) => (
            <Button
              variant={delivery.state === 'delivered' ? 'default' : 'filled'}
              data-disabled={disabled}
              aria-disabled={disabled}
              loading={resend.isPending}
              leftSection={<Icon name="rotate" />}
              onClick={press}
            >
              {open ? texts.resendNow : texts.resend}
            </Button>
          )}
        </Explained>
      )}
      <ConfirmDialog
        opened={asks}
        close={() => setAsks(false)}
        title={texts.force.title}
        act={texts.force.act}
        danger
        onConfirm={() => go(true)}
      >
        <p>{texts.force.body}</p>
      </ConfirmDialog>
    </>
  );
}

function useCancel(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const texts = useTexts(deliveryTexts);
  return useMutation({
    mutationFn: () => api.call('cancelDelivery', { path: { id } }),
    onSuccess: (now) => {
      client.setQueryData([api.unit, 'delivery', id], now);
      notices.done(texts.cancelled);
    },
    onError: notices.problem,
  });
}

/** A button that does nothing still takes the focus, so that its reason can be read. */
function Explained({
  why,
  children,
}: {
  readonly why: string | undefined;
  readonly children: (disabled: boolean) => React.ReactElement;
}) {
  return why === undefined ? children(false) : <Tooltip label={why}>{children(true)}</Tooltip>;
}
