import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { PageProps } from '../../app/routes.tsx';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { CopyableId } from '../../components/copyable.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { Viewer } from '../../components/viewer.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { Facts, Section } from '../integration/section.tsx';
import { FaultList } from './attempt-panel.tsx';
import { OutcomeBadge } from './calls-panel.tsx';
import { ResultsTable } from './results-table.tsx';
import { definitionTexts } from './texts.ts';

type Call = Answer<'readCall'>;

/** One call: what came beside what was answered, and why. */
export default function CallPage({ params }: PageProps) {
  const api = useApi();
  const texts = useTexts(definitionTexts).calls;
  const id = params['id'] ?? '';
  const { data, error, isPending } = useQuery({
    queryKey: [api.unit, 'calls', id],
    staleTime: Infinity,
    queryFn: ({ signal }) => api.call('readCall', { path: { id }, signal }),
  });
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return (
    <>
      <PageHeader
        title={texts.title(data.definition)}
        heading={
          <span className="gw-heading">
            <Link href={`/definitions/${data.definition}?tab=calls`}>{data.definition}</Link>
            <OutcomeBadge outcome={data.outcome} />
          </span>
        }
        about={data.sentence}
      />
      <CallFacts call={data} />
      <FaultList faults={data.faults} said={data.sentence} />
      {data.results.length === 0 ? null : (
        <Section title={texts.results}>
          <ResultsTable results={data.results} />
        </Section>
      )}
      <div className="gw-halves">
        <Side title={texts.request} part={data.request} />
        <Side title={texts.response} part={data.response} />
      </div>
    </>
  );
}

function CallFacts({ call }: { readonly call: Call }) {
  const texts = useTexts(definitionTexts);
  const { columns, user, mode, messageId } = texts.calls;
  const format = useFormat();
  const modes: Readonly<Record<string, string>> = texts.modes;
  return (
    <Facts
      rows={[
        [columns.at, <Moment key="at" at={call.at} as="seconds" />],
        [columns.status, call.status],
        [columns.took, format.duration(call.durationMs)],
        [columns.address, call.address],
        [user, call.userName ?? '–'],
        [mode, modes[call.mode] ?? call.mode],
        ...(call.messageId === null ? [] : [[messageId, call.messageId] as const]),
        ['Id', <CopyableId key="id" id={call.id} />],
      ]}
    />
  );
}

function Side({ title, part }: { readonly title: string; readonly part: Call['request'] }) {
  const texts = useTexts(definitionTexts).calls;
  const format = useFormat();
  return (
    <Section title={title} actions={<span className="gw-dimmed">{format.bytes(part.bytes)}</span>}>
      <Viewer
        label={title}
        body={part.body}
        headers={part.headers}
        note={part.bodyEncoding === undefined ? undefined : texts.binary}
      />
    </Section>
  );
}
