import { Loader, Table } from '@mantine/core';
import { Link } from 'wouter';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { ToneBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { Section } from '../integration/section.tsx';
import { type Rehearsal, useRehearsal } from './rehearsal.ts';
import { triggerTexts } from './texts.ts';
import type { Trigger } from './trigger.ts';

/** "Would have fired for these 20 records of the last 30 days", while the trigger is being written. */
export function RehearsalPanel({ trigger, complete }: { readonly trigger: Trigger; readonly complete: boolean }) {
  const texts = useTexts(triggerTexts).rehearse;
  const { data, error, isFetching, isBehind } = useRehearsal(trigger, complete);
  return (
    <Section
      title={texts.title}
      about={texts.about}
      actions={isFetching || (isBehind && complete) ? <Loader size={14} aria-label={texts.working} /> : null}
    >
      {error === null ? null : (
        <>
          <ProblemAlert error={error} />
          <p className="gw-dimmed">{texts.mend}</p>
        </>
      )}
      {data === undefined || error !== null ? null : <Outcome rehearsal={data} />}
    </Section>
  );
}

function Outcome({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const texts = useTexts(triggerTexts).rehearse;
  const { examined, wouldFire, cannotTell, rows, notes, complete } = rehearsal;
  const sentence =
    examined === 0 ? texts.nothingChanged : wouldFire === 0 ? texts.none : texts.would(wouldFire, examined);
  return (
    <>
      <p role="status">
        <strong>{sentence}</strong> {cannotTell === 0 ? '' : texts.cannotTell(cannotTell)}{' '}
        {complete ? '' : texts.incomplete}
      </p>
      {notes.map((note) => (
        <p key={note} className="gw-dimmed">
          {note}
        </p>
      ))}
      {rows.length === 0 ? null : (
        <div className="gw-rehearsal" tabIndex={0} role="region" aria-label={texts.title}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.columns.record}</Table.Th>
                <Table.Th>{texts.columns.event}</Table.Th>
                <Table.Th>{texts.columns.fires}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, index) => (
                <Row key={row.eventId ?? index} row={row} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}

function Row({ row }: { readonly row: Rehearsal['rows'][number] }) {
  const texts = useTexts(triggerTexts).rehearse;
  const { entity, recordId, registration, at, user, event, fires, problem } = row;
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={`/records/${entity}/${recordId}`}>{registration}</Link>
        <div className="gw-dimmed">{user}</div>
      </Table.Td>
      <Table.Td>
        {event}
        <div className="gw-dimmed">
          <Moment at={at} />
        </div>
      </Table.Td>
      <Table.Td>
        {fires === true ? (
          <ToneBadge tone="green" icon="check" text={texts.fires} />
        ) : fires === false ? (
          <ToneBadge tone="grey" icon="x" text={texts.stays} />
        ) : (
          <>
            <ToneBadge tone="orange" icon="question" text={texts.unclear} />
            <div className="gw-dimmed">{problem}</div>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
