import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { type Session, useSessionActs } from '../../api/session.ts';
import { appTexts } from '../../app/texts.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { Alone } from './alone.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';
import { signInTexts } from './texts.ts';

/** Shown at whatever address somebody comes to without a session; the address stays, and its page is there after signing in. */
export function SignInPage({ session }: { readonly session: Session }) {
  const texts = useTexts(signInTexts);
  const { state, oidc, password } = session;
  if (state === 'second-factor')
    return (
      <Alone title={texts.second.title} about={texts.second.about}>
        <SecondFactorForm />
      </Alone>
    );
  const problem = new URLSearchParams(window.location.search).get('problem');
  return (
    <Alone title={texts.signIn.title}>
      {problem === null ? null : <ProblemAlert error={texts.signIn.problem(problem)} />}
      {oidc === null ? null : (
        <Button component="a" href={oidc.startUrl} fullWidth mt="md" variant={password ? 'default' : 'filled'}>
          {texts.signIn.with(oidc.name)}
        </Button>
      )}
      {oidc !== null && password ? <p className="gw-alone-or">{texts.signIn.or}</p> : null}
      {password ? <PasswordForm done={leaveSignInAddress} /> : null}
      {oidc === null && !password ? <p>{texts.signIn.noWay}</p> : null}
    </Alone>
  );
}

/** `/sign-in?problem=...` is where the other service sends people who could not be let in; nothing is shown there afterwards. */
function leaveSignInAddress(): void {
  if (window.location.pathname === '/sign-in') window.history.replaceState(null, '', '/');
}

/** Over the page of a person whose session has ended. Only the same person may go on there. */
export function SignInAgain({
  session,
  login,
  done,
}: {
  readonly session: Session;
  readonly login: string;
  readonly done: () => void;
}) {
  const texts = useTexts(appTexts).expired;
  const signIn = useTexts(signInTexts).signIn;
  const [second, setSecond] = useState(false);
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} title={texts.title}>
      <p>{texts.detail}</p>
      <div className="gw-again">
        {second ? (
          <SecondFactorForm again={done} />
        ) : session.password ? (
          <PasswordForm again={{ login, done, second: () => setSecond(true) }} done={() => undefined} />
        ) : (
          <Button onClick={() => window.location.reload()}>{signIn.submit}</Button>
        )}
      </div>
    </Modal>
  );
}

interface PasswordFormProps {
  readonly done: () => void;
  readonly again?: { readonly login: string; readonly done: () => void; readonly second: () => void };
}

function PasswordForm({ done, again }: PasswordFormProps) {
  const texts = useTexts(signInTexts).signIn;
  const { enter, enterQuietly, readAgain } = useSessionActs();
  const [login, setLogin] = useState(again?.login ?? '');
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      // The page may have been open for long: what the server wants to hear with a change is asked for anew.
      if (again !== undefined) await readAgain(false);
      const session = await (again === undefined ? enter : enterQuietly)('/api/v1/session', { login, password });
      if (again === undefined) done();
      else if (session.state === 'second-factor') again.second();
      else again.done();
    },
  });
  const faults = useFaults(error);
  const form = useFocusFault(error);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <ProblemAlert
        error={error instanceof Problem && error.code === 'sign-in-refused' ? texts.wrong : error}
        shown={['login', 'password']}
      />
      <TextInput
        label={texts.login}
        name="login"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus={again === undefined}
        readOnly={again !== undefined}
        error={faults('login')}
        value={login}
        onChange={({ currentTarget }) => setLogin(currentTarget.value)}
      />
      <PasswordInput
        label={texts.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={again !== undefined}
        error={faults('password')}
        value={password}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      <Button type="submit" loading={isPending}>
        {texts.submit}
      </Button>
    </form>
  );
}
