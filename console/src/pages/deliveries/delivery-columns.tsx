import { useMemo } from 'react';
import { CopyableId } from '../../components/copyable.tsx';
import type { Column } from '../../components/data-table/data-table.tsx';
import { Moment } from '../../components/moment.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { type Delivery, recipientOf, stateNote, subjectOf } from './delivery.ts';
import { deliveryTexts } from './texts.ts';

export function useDeliveryColumns(): readonly Column<Delivery>[] {
  const texts = useTexts(deliveryTexts);
  const format = useFormat();
  return useMemo(() => {
    const { columns: labels } = texts;
    return [
      {
        key: 'record',
        label: labels.record,
        width: 190,
        cell: (delivery) => <strong className="gw-strong">{subjectOf(delivery, texts)}</strong>,
      },
      { key: 'to', label: labels.to, width: 150, cell: (delivery) => recipientOf(delivery, texts) },
      {
        key: 'state',
        label: labels.state,
        width: 230,
        cell: (delivery) => <StateBadge state={delivery.state} note={stateNote(delivery, texts, format)} />,
      },
      {
        key: 'reason',
        label: labels.reason,
        cell: ({ reason }) => (reason === null ? null : <span title={reason}>{reason}</span>),
      },
      { key: 'attempts', label: labels.attempts, width: 90, align: 'right', cell: ({ attemptCount }) => attemptCount },
      { key: 'created', label: labels.created, width: 150, cell: ({ createdAt }) => <Moment at={createdAt} /> },
      { key: 'trigger', label: labels.trigger, width: 200, hidden: true, cell: ({ trigger }) => trigger },
      { key: 'template', label: labels.template, width: 200, hidden: true, cell: ({ template }) => template },
      {
        key: 'finished',
        label: labels.finished,
        width: 150,
        hidden: true,
        cell: ({ finishedAt }) => <Moment at={finishedAt} />,
      },
      { key: 'id', label: labels.id, width: 130, hidden: true, cell: ({ id }) => <CopyableId id={id} /> },
    ];
  }, [texts, format]);
}
