import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { accountTexts } from './texts.ts';

const queryKey = ['own-sessions'];

export function SessionsSection() {
  const { sessions: texts } = useTexts(accountTexts);
  const api = useApi();
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => api.call('listOwnSessions', { signal }) });
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{texts.title}</h2>
      <ProblemAlert error={error} />
      <ul className="gw-sessions">
        {data?.data.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
    </section>
  );
}

function SessionLine({ session }: { readonly session: Answer<'listOwnSessions'>['data'][number] }) {
  const { sessions: texts } = useTexts(accountTexts);
  const api = useApi();
  const client = useQueryClient();
  const { id, browser, address, current, way, createdAt, lastUsedAt } = session;
  const end = useMutation({
    mutationFn: () => api.call('endOwnSession', { path: { id } }),
    onSuccess: () => {
      notices.done(texts.ended);
      void client.invalidateQueries({ queryKey });
    },
    onError: notices.problem,
  });
  return (
    <li>
      <div>
        <p>
          <strong>{browser}</strong>, {address} {current ? `(${texts.current})` : null}
        </p>
        <p className="gw-dimmed">
          {texts.ways[way]}, {texts.since} <Moment at={createdAt} as="full" />, {texts.lastUsed}{' '}
          <Moment at={lastUsedAt} as="full" />
        </p>
      </div>
      {current ? null : (
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {texts.end}
        </Button>
      )}
    </li>
  );
}
