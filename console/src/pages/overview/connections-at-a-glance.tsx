import { Button, Table } from '@mantine/core';
import { Link } from 'wouter';
import { useMe } from '../../api/session.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { FlowChart } from './flow-chart.tsx';
import type { Overview } from './overview-page.tsx';
import { overviewTexts } from './texts.ts';

type Health = Overview['connections'][number];

const looks = {
  ok: ['checkCircle', 'green'],
  failing: ['alert', 'red'],
  paused: ['pause', 'violet'],
  idle: ['circle', 'grey'],
} as const satisfies Readonly<Record<string, readonly [IconName, Tone]>>;
type State = keyof typeof looks;
const isState = (state: string): state is State => Object.hasOwn(looks, state);

/** One line for each connection: does it work, what flows, what waits, what failed, how fast it answers. */
export function ConnectionsAtAGlance({ overview }: { readonly overview: Overview }) {
  const { connections: texts } = useTexts(overviewTexts);
  const { configurator } = useMe();
  const { connections, bucketMinutes } = overview;
  if (connections.length === 0)
    return (
      <EmptyState icon="plug" title={texts.none}>
        <p>{texts.noneHow}</p>
        {configurator ? (
          <Button component={Link} href="/connections" variant="default">
            {texts.add}
          </Button>
        ) : null}
      </EmptyState>
    );
  const { columns } = texts;
  return (
    <section className="gw-glance" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <div className="gw-glance-scroll" tabIndex={0} role="group" aria-label={texts.title}>
        <Table verticalSpacing={7} layout="auto">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{columns.name}</Table.Th>
              <Table.Th scope="col">{columns.state}</Table.Th>
              <Table.Th scope="col">{columns.flow}</Table.Th>
              {[columns.sent, columns.waiting, columns.failed, columns.speed].map((label) => (
                <Table.Th key={label} scope="col" className="gw-number">
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {connections.map((health) => (
              <Line key={health.name} health={health} bucketMinutes={bucketMinutes} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

function Line({ health, bucketMinutes }: { readonly health: Health; readonly bucketMinutes: number }) {
  const { connections: texts } = useTexts(overviewTexts);
  const format = useFormat();
  const { name, hookId, state, reason, series, sent, waiting, held, failed, p50Ms, p99Ms } = health;
  const label = hookId === null ? name : texts.webhook(hookId.slice(-8));
  const [icon, tone] = isState(state) ? looks[state] : looks.idle;
  const filter = hookId === null ? `connection=${encodeURIComponent(name)}` : `hookId=${hookId}`;
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Link href={hookId === null ? `/connections/${encodeURIComponent(name)}` : `/hooks/${hookId}`}>{label}</Link>
      </Table.Th>
      <Table.Td title={reason ?? undefined}>
        <ToneBadge tone={tone} icon={icon} text={isState(state) ? texts.states[state] : state} />
      </Table.Td>
      <Table.Td className="gw-glance-flow">
        <FlowChart name={label} series={series} bucketMinutes={bucketMinutes} height={26} />
      </Table.Td>
      <Table.Td className="gw-number">{format.number(sent)}</Table.Td>
      <Table.Td className="gw-number">
        <Count count={waiting + held} href={`/deliveries?state=queued,sending,waiting,held,awaiting&${filter}`} />
      </Table.Td>
      <Table.Td className="gw-number">
        <Count count={failed} href={`/deliveries?state=refused,failed,unknown&${filter}`} />
      </Table.Td>
      <Table.Td className="gw-number gw-nowrap">
        {p50Ms === null ? '–' : texts.speed(format.duration(p50Ms), format.duration(p99Ms ?? p50Ms))}
      </Table.Td>
    </Table.Tr>
  );
}

function Count({ count, href }: { readonly count: number; readonly href: string }) {
  const format = useFormat();
  return count === 0 ? <>0</> : <Link href={href}>{format.number(count)}</Link>;
}
