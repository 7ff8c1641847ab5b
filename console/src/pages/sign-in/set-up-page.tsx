import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Problem } from '../../api/problem.ts';
import { type Session, useSessionActs } from '../../api/session.ts';
import { fieldOf } from '../../components/form-field.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { Alone } from './alone.tsx';
import { signInTexts } from './texts.ts';

const fields = ['code', 'organisation', 'firstName', 'lastName', 'email', 'login', 'password'] as const;

/** The first start: whoever can read the server's output becomes its first administrator. */
export function SetUpPage(_props: { readonly session: Session }) {
  const texts = useTexts(signInTexts).setup;
  const { enter } = useSessionActs();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (given: Readonly<Record<string, string>>) => enter('/api/v1/setup', given),
  });
  const faults = useFaults(error);
  const wrongCode = error instanceof Problem && error.code === 'sign-in-refused' ? error.message : undefined;
  const form = useFocusFault(error);
  const input = (name: (typeof fields)[number], autoComplete: string) => ({
    label: texts[name],
    name,
    autoComplete,
    required: true,
    withAsterisk: false,
    error: faults(name),
  });
  return (
    <Alone title={texts.title} about={texts.about}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          const { currentTarget } = event;
          mutate(Object.fromEntries(fields.map((name) => [name, fieldOf(currentTarget, name).trim()])));
        }}
      >
        <ProblemAlert error={wrongCode === undefined ? error : null} shown={fields} />
        <TextInput {...input('code', 'off')} error={wrongCode ?? faults('code')} autoFocus />
        <TextInput {...input('organisation', 'organization')} />
        <div className="gw-alone-two">
          <TextInput {...input('firstName', 'given-name')} />
          <TextInput {...input('lastName', 'family-name')} />
        </div>
        <TextInput {...input('email', 'email')} type="email" />
        <TextInput {...input('login', 'username')} />
        <PasswordInput {...input('password', 'new-password')} description={texts.passwordRule} />
        <Button type="submit" loading={isPending}>
          {texts.submit}
        </Button>
      </form>
    </Alone>
  );
}
