import type { ReactNode } from 'react';
import { Copyable } from '../../components/copyable.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import './administration.css';
import { administrationTexts } from './texts.ts';
import { useSystem } from './use-system.ts';

const refreshMs = 10_000;

export default function SystemPage() {
  const texts = useTexts(administrationTexts).system;
  const { data, error } = useSystem(refreshMs);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about} />
      <ProblemAlert error={error} />
      {data === undefined ? (
        error === null ? (
          <PageSkeleton />
        ) : null
      ) : (
        <>
          <Process system={data} />
          <Database system={data} />
          <Queue system={data} />
          <Retention system={data} />
          <Processes system={data} />
        </>
      )}
    </>
  );
}

type System = NonNullable<ReturnType<typeof useSystem>['data']>;

function Section({
  title,
  facts,
}: {
  readonly title: string;
  readonly facts: readonly (readonly [string, ReactNode])[];
}) {
  return (
    <section className="gw-section">
      <h2>{title}</h2>
      <dl className="gw-facts">
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Process({ system: { version, node, platform, startedAt, process } }: { readonly system: System }) {
  const texts = useTexts(administrationTexts).system;
  const format = useFormat();
  return (
    <Section
      title={texts.process}
      facts={[
        [texts.version, <Copyable key="version" text={version} />],
        [texts.node, node],
        [texts.platform, platform],
        [texts.started, <Moment key="started" at={startedAt} as="full" />],
        [texts.memory, format.bytes(process.memoryBytes)],
        [texts.roles, process.roles.join(', ')],
      ]}
    />
  );
}

function Database({ system: { database } }: { readonly system: System }) {
  const texts = useTexts(administrationTexts).system;
  const format = useFormat();
  return (
    <Section
      title={texts.database}
      facts={[
        [texts.databaseVersion, `${database.version} (${database.embedded ? texts.embedded : texts.external})`],
        [texts.size, format.bytes(database.sizeBytes)],
        [texts.connections, format.number(database.connections)],
      ]}
    />
  );
}

function Queue({ system: { queue } }: { readonly system: System }) {
  const texts = useTexts(administrationTexts).system;
  const format = useFormat();
  const open = Object.entries(queue.open).filter(([, count]) => count > 0);
  return (
    <Section
      title={texts.queue}
      facts={[
        [
          texts.lag,
          <span key="lag" title={texts.lagRule}>
            {format.duration(queue.lagMs)}
          </span>,
        ],
        [texts.inFlight, format.number(queue.inFlight)],
        [texts.lanes, format.number(queue.lanes)],
        [
          texts.open,
          open.length === 0
            ? '0'
            : open.map(([state, count]) => (
                <span key={state} style={{ marginInlineEnd: '14px' }}>
                  <StateBadge state={state} note={format.number(count)} />
                </span>
              )),
        ],
      ]}
    />
  );
}

function Retention({ system: { retention } }: { readonly system: System }) {
  const texts = useTexts(administrationTexts).system;
  const format = useFormat();
  return (
    <Section
      title={texts.retention}
      facts={[
        [texts.attemptsKept, texts.months(retention.months)],
        [texts.historyKept, texts.months(retention.historyMonths)],
        [texts.oldest, retention.oldestDelivery === null ? '–' : <Moment at={retention.oldestDelivery} as="full" />],
        [texts.partitions, format.number(retention.partitions)],
      ]}
    />
  );
}

function Processes({ system: { processes } }: { readonly system: System }) {
  const texts = useTexts(administrationTexts).system;
  return (
    <section className="gw-section">
      <h2>{texts.processes}</h2>
      <div className="gw-wide">
        <table className="gw-plain-table">
          <thead>
            <tr>
              <th scope="col">{texts.host}</th>
              <th scope="col">PID</th>
              <th scope="col">{texts.roles}</th>
              <th scope="col">{texts.started}</th>
            </tr>
          </thead>
          <tbody>
            {processes.map(({ id, host, pid, roles, startedAt }) => (
              <tr key={id}>
                <td>{host}</td>
                <td className="gw-number">{pid}</td>
                <td>{roles.join(', ')}</td>
                <td>
                  <Moment at={startedAt} as="full" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
