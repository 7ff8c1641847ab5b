import { Button, Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useMe } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import type { DeliveryDetail } from './delivery.ts';
import { deliveryTexts } from './texts.ts';

interface ResolveProps {
  readonly delivery: Pick<DeliveryDetail, 'id' | 'entity'>;
  /** Only the buttons: the question stands beside them. */
  readonly brief?: boolean;
}

/** Nobody knows whether the other side has it: a person looks there and says so with one of two buttons. */
export function Resolve({ delivery: { id, entity }, brief = false }: ResolveProps) {
  const texts = useTexts(deliveryTexts);
  const { resolve } = texts;
  const { bookkeeper } = useMe();
  const api = useApi();
  const client = useQueryClient();
  const [asked, ask] = useState<'there' | 'notThere'>();
  const [number, setNumber] = useState('');
  const say = async (there: boolean): Promise<void> => {
    const written = number.trim();
    const write = there && written !== '' ? { write: { properties: { accountingNumber: written } } } : {};
    const now = await api.call('resolveDelivery', { path: { id }, body: { there, ...write } });
    client.setQueryData([api.unit, 'delivery', id], now);
    void client.invalidateQueries({ queryKey: [api.unit, 'alerts'] });
    notices.done(resolve.done);
  };
  const close = (): void => ask(undefined);
  return (
    <div className={brief ? undefined : 'gw-resolve'}>
      {brief ? null : <p>{resolve.question}</p>}
      {bookkeeper ? (
        <Group gap="xs" wrap="nowrap">
          <Button
            size={brief ? 'xs' : 'sm'}
            variant="default"
            leftSection={<Icon name="check" />}
            onClick={() => ask('there')}
          >
            {resolve.there}
          </Button>
          <Button
            size={brief ? 'xs' : 'sm'}
            variant="default"
            leftSection={<Icon name="x" />}
            onClick={() => ask('notThere')}
          >
            {resolve.notThere}
          </Button>
        </Group>
      ) : (
        <p className="gw-dimmed">{texts.why.rights}</p>
      )}
      <ConfirmDialog
        opened={asked === 'there'}
        close={close}
        title={resolve.thereTitle}
        act={resolve.thereAct}
        onConfirm={() => say(true)}
      >
        <p>{resolve.thereBody}</p>
        {entity === 'documents' ? (
          <TextInput
            label={resolve.number}
            value={number}
            onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          />
        ) : null}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'notThere'}
        close={close}
        title={resolve.notThereTitle}
        act={resolve.notThereAct}
        onConfirm={() => say(false)}
      >
        <p>{resolve.notThereBody}</p>
      </ConfirmDialog>
    </div>
  );
}
