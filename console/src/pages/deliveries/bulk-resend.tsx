import { Modal, Table } from '@mantine/core';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { subjectOf } from './delivery.ts';
import { deliveryTexts } from './texts.ts';
import type { Bulk } from './use-bulk-resend.ts';

/** From so many on the number is typed before it happens. */
const many = 100;

/** What exactly will be sent again, by connection, template and state, and the first of them by name. */
export function BulkResend({ bulk, done }: { readonly bulk: Bulk; readonly done: () => void }) {
  const texts = useTexts(deliveryTexts).bulk;
  const { filter, preview, close, go } = bulk;
  const opened = filter !== undefined;
  const count = preview.data?.count ?? 0;
  if (!opened || preview.data === undefined || count === 0)
    return (
      <Modal opened={opened} onClose={close} title={texts.all} size="lg">
        {preview.error !== null ? <ProblemAlert error={preview.error} /> : null}
        {preview.isPending ? <PageSkeleton lines={4} /> : null}
        {preview.data?.count === 0 ? <p>{texts.nothing}</p> : null}
      </Modal>
    );
  return (
    <ConfirmDialog
      opened
      close={close}
      size="lg"
      title={texts.title(count)}
      act={texts.act(count)}
      typed={count >= many ? String(count) : undefined}
      onConfirm={async () => {
        await go();
        notices.done(texts.started(count));
        done();
      }}
    >
      <p>{texts.body}</p>
      <Preview bulk={bulk} />
    </ConfirmDialog>
  );
}

function Preview({ bulk: { preview } }: { readonly bulk: Bulk }) {
  const all = useTexts(deliveryTexts);
  const texts = all.bulk;
  const { groups = [], first = [] } = preview.data ?? {};
  return (
    <>
      <Table verticalSpacing={6} layout="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{texts.group.to}</Table.Th>
            <Table.Th scope="col">{texts.group.template}</Table.Th>
            <Table.Th scope="col">{texts.group.state}</Table.Th>
            <Table.Th scope="col" className="gw-number">
              {texts.group.count}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map(({ connection, template, state, count }) => (
            <Table.Tr key={`${connection}/${template ?? ''}/${state}`}>
              <Table.Td>{connection}</Table.Td>
              <Table.Td>{template}</Table.Td>
              <Table.Td>
                <StateBadge state={state} />
              </Table.Td>
              <Table.Td className="gw-number">{count}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className="gw-dimmed">
        {texts.first(first.length)}: {first.map((delivery) => subjectOf(delivery, all)).join(', ')}
      </p>
    </>
  );
}
