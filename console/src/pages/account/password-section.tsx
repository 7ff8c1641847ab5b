import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useApi, useMe, useSessionActs } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { fieldOf } from '../../components/form-field.ts';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { accountTexts } from './texts.ts';

export function PasswordSection() {
  const { password: texts } = useTexts(accountTexts);
  const { passwordSetAt, login } = useMe();
  const api = useApi();
  const { readAgain } = useSessionActs();
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ current, password }: { current: string; password: string; form: HTMLFormElement }) =>
      api.call('changeOwnPassword', { body: { current, password } }),
    onSuccess: ({ sessionsEnded }, { form }) => {
      notices.done(texts.changed(sessionsEnded));
      form.reset();
      void readAgain();
    },
  });
  const faults = useFaults(error);
  const form = useFocusFault(error);
  if (passwordSetAt === null)
    return (
      <section aria-labelledby="password">
        <h2 id="password">{texts.title}</h2>
        <p className="gw-dimmed">{texts.none}</p>
      </section>
    );
  return (
    <section aria-labelledby="password">
      <h2 id="password">{texts.title}</h2>
      <p className="gw-dimmed">
        {texts.setAt} <Moment at={passwordSetAt} as="full" />
      </p>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          const { currentTarget } = event;
          mutate({
            current: fieldOf(currentTarget, 'current'),
            password: fieldOf(currentTarget, 'password'),
            form: currentTarget,
          });
        }}
      >
        <ProblemAlert error={error} shown={['current', 'password']} />
        {/* Tells the browser's own keeper of passwords whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={login} readOnly />
        <PasswordInput
          label={texts.current}
          name="current"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={faults('current')}
        />
        <PasswordInput
          label={texts.next}
          description={texts.rule}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          error={faults('password')}
        />
        <Button type="submit" variant="default" loading={isPending}>
          {texts.change}
        </Button>
      </form>
    </section>
  );
}
