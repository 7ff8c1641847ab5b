import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi, useCan, useMe } from '../../../api/session.ts';
import { Icon } from '../../../components/icon.tsx';
import { Moment } from '../../../components/moment.tsx';
import { useTexts } from '../../../texts/language.ts';
import { Resolve } from '../../deliveries/resolve.tsx';
import '../../deliveries/delivery.css';
import { useResend } from '../../deliveries/use-resend.ts';
import { recordKey } from '../data/use-record.ts';
import { counterpartyName } from '../list/export-cell.tsx';
import type { ExportState, GangwayRecord } from '../model/record.ts';
import { recordTexts } from '../texts.ts';
import type { Editing } from './use-editing.ts';

interface TroubleProps {
  readonly entity: string;
  readonly record: GangwayRecord;
  readonly editing: Editing;
}

/** What stands between the record and a counterparty: why it was refused, in the counterparty's words; or that nobody knows whether it is there. */
export function TroublePanels({ entity, record, editing }: TroubleProps) {
  const texts = useTexts(recordTexts).trouble;
  const all = Object.entries(record.exports);
  return (
    <>
      {all.map(([name, shown]) => {
        if (shown.deliveryId === undefined) return null;
        if (shown.state === 'unknown')
          return (
            <section key={name} aria-label={texts.unknown(counterpartyName(name))}>
              <h2 className="gw-section">{texts.unknown(counterpartyName(name))}</h2>
              <Resolve delivery={{ id: shown.deliveryId, entity }} />
            </section>
          );
        if (shown.state !== 'refused' && shown.state !== 'failed') return null;
        return <Refused key={name} {...{ name, entity, record, editing, shown, deliveryId: shown.deliveryId }} />;
      })}
    </>
  );
}

interface RefusedProps extends TroubleProps {
  readonly name: string;
  readonly shown: ExportState;
  readonly deliveryId: string;
}

function Refused({ name, entity, record, editing, shown, deliveryId }: RefusedProps) {
  const texts = useTexts(recordTexts).trouble;
  const { bookkeeper } = useMe();
  const can = useCan();
  const resend = useResend();
  const words = useWords(entity, record.id, deliveryId, shown.message);
  const who = counterpartyName(name);
  const isRefused = shown.state === 'refused';
  return (
    <section className="gw-trouble" aria-label={isRefused ? texts.why : texts.failed(who)}>
      <h2>
        <Icon name={isRefused ? 'xCircle' : 'alert'} />
        {isRefused ? texts.refused(who) : texts.failed(who)}
        <span className="gw-dimmed gw-plain">
          <Moment at={shown.at} as="seconds" />
        </span>
      </h2>
      {isRefused ? <p className="gw-hidden">{texts.why}</p> : null}
      {words.length < 2 ? (
        <blockquote>{words[0] ?? texts.noWords}</blockquote>
      ) : (
        <ul>
          {words.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
      )}
      <Group gap="xs">
        {bookkeeper && can(entity, 'change') && editing.draft === undefined ? (
          <Button leftSection={<Icon name="pencil" />} onClick={() => editing.begin([deliveryId])}>
            {texts.mend}
          </Button>
        ) : null}
        {bookkeeper && editing.draft === undefined ? (
          <Button
            variant="default"
            leftSection={<Icon name="rotate" />}
            loading={resend.isPending}
            onClick={() => resend.mutate({ id: deliveryId })}
          >
            {texts.resend}
          </Button>
        ) : null}
        <Button variant="subtle" component={Link} href={`/deliveries/${deliveryId}`}>
          {texts.delivery}
        </Button>
      </Group>
    </section>
  );
}

/** Everything that the counterparty said in its last answer; what stands on the record is the first of it. */
function useWords(entity: string, id: number, deliveryId: string, message: string | undefined): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: recordKey(api.unit, entity, id, 'delivery', deliveryId),
    queryFn: ({ signal }) => api.call('readDelivery', { path: { id: deliveryId }, signal }),
  });
  const said = (data?.attempts.at(-1)?.messages ?? []).map(textOfMessage).filter((text) => text !== '');
  if (said.length > 1) return [...new Set(said)];
  return [...new Set([message ?? data?.reason ?? '', ...(message === undefined ? said : [])])].filter(
    (text) => text !== '',
  );
}

function textOfMessage(message: unknown): string {
  if (typeof message === 'string') return message;
  if (typeof message !== 'object' || message === null || !('text' in message)) return '';
  return typeof message.text === 'string' ? message.text : '';
}
