import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery, useSessionActs } from '../../api/session.ts';
import { fieldOf } from '../../components/form-field.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { Alone } from './alone.tsx';
import { signInTexts } from './texts.ts';

/** `/welcome#<code>`: a person who was invited chooses a password. The code stands behind the #, so that no log on the way has seen it. */
export function WelcomePage() {
  const texts = useTexts(signInTexts);
  const [code] = useState(() => window.location.hash.slice(1));
  // Brings the cookie and what has to be said with a change.
  const { data: session, error: unreachable } = useQuery(sessionQuery);
  const { enter } = useSessionActs();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async (password: string) => {
      await enter('/api/v1/welcome', { code, password });
      window.location.assign('/');
    },
  });
  const faults = useFaults(error);
  const form = useFocusFault(error);
  if (code === '')
    return (
      <Alone title={texts.welcome.title}>
        <ProblemAlert error={texts.welcome.noCode} />
      </Alone>
    );
  return (
    <Alone title={texts.welcome.title} about={texts.welcome.about}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate(fieldOf(event.currentTarget, 'password'));
        }}
      >
        <ProblemAlert error={error ?? unreachable} shown={['password']} />
        <PasswordInput
          label={texts.welcome.password}
          description={texts.setup.passwordRule}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          autoFocus
          error={faults('password')}
        />
        <Button type="submit" loading={isPending} disabled={session === undefined}>
          {texts.welcome.submit}
        </Button>
      </form>
    </Alone>
  );
}
