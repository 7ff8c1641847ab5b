import { Anchor, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSessionActs } from '../../api/session.ts';
import { ProblemAlert, useFaults } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { signInTexts } from './texts.ts';

/** `again`: over a page whose session has ended. */
export function SecondFactorForm({ again }: { readonly again?: () => void }) {
  const texts = useTexts(signInTexts).second;
  const { enter, enterQuietly, signOut } = useSessionActs();
  const [code, setCode] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      await (again === undefined ? enter : enterQuietly)('/api/v1/session/second-factor', { code: code.trim() });
      again?.();
    },
  });
  const faults = useFaults(error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <ProblemAlert error={error} shown={['code']} />
      <TextInput
        label={texts.code}
        name="code"
        autoComplete="one-time-code"
        inputMode="text"
        required
        withAsterisk={false}
        autoFocus
        error={faults('code')}
        value={code}
        onChange={({ currentTarget }) => setCode(currentTarget.value)}
      />
      <Button type="submit" loading={isPending}>
        {texts.submit}
      </Button>
      {again === undefined ? (
        <Anchor component="button" type="button" onClick={() => void signOut()}>
          {texts.restart}
        </Anchor>
      ) : null}
    </form>
  );
}
