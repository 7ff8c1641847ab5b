import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { sessionFacts } from '../api/request.ts';
import { MeContext, meOf, sessionQuery } from '../api/session.ts';
import { SetUpPage } from '../pages/sign-in/set-up-page.tsx';
import { SignInAgain, SignInPage } from '../pages/sign-in/sign-in-page.tsx';
import { ProblemAlert } from '../components/problem-alert.tsx';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';

/**
 * Shows its children to a person who has signed in, and to everybody else what is to be done first, at whatever address; so a link that somebody sends leads
 * where it should once the password is given. A session that ends leaves the page as it is and asks for the password above it.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data: session, error, refetch, isFetching } = useQuery(sessionQuery);
  const [ended, setEnded] = useState(false);
  const client = useQueryClient();
  const texts = useTexts(commonTexts);
  useEffect(() => {
    sessionFacts.ended = () => setEnded(true);
  }, []);
  const me = useMemo(
    () => (session?.state === 'signed-in' && session.me !== null ? meOf(session, session.me) : undefined),
    [session],
  );
  if (session === undefined) {
    if (error === null) return <div aria-busy="true" aria-label={texts.loading} />;
    return (
      <main className="gw-alone">
        <ProblemAlert error={error} />
        <Button mt="md" loading={isFetching} onClick={() => void refetch()}>
          {texts.actions.retry}
        </Button>
      </main>
    );
  }
  if (session.state === 'setup') return <SetUpPage session={session} />;
  if (me === undefined) return <SignInPage session={session} />;
  return (
    <MeContext value={me}>
      {children}
      {ended ? (
        <SignInAgain
          session={session}
          login={me.login}
          done={() => {
            setEnded(false);
            void client.invalidateQueries();
          }}
        />
      ) : null}
    </MeContext>
  );
}
