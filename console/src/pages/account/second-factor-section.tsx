import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useMe, useSessionActs } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { fieldOf } from '../../components/form-field.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { QrCode } from './qr-code.tsx';
import { accountTexts } from './texts.ts';

export function SecondFactorSection() {
  const { second: texts } = useTexts(accountTexts);
  const { secondFactor, passwordSetAt } = useMe();
  const api = useApi();
  const { readAgain } = useSessionActs();
  const [removes, setRemoves] = useState(false);
  const [password, setPassword] = useState('');
  const [codes, setCodes] = useState<readonly string[]>();
  const propose = useMutation({ mutationFn: () => api.call('proposeOwnSecondFactor'), onError: notices.problem });
  if (passwordSetAt === null) return null;
  return (
    <section aria-labelledby="second-factor">
      <h2 id="second-factor">{texts.title}</h2>
      <p className="gw-dimmed">{secondFactor ? texts.on : texts.off}</p>
      {secondFactor ? (
        <Button variant="default" onClick={() => setRemoves(true)}>
          {texts.remove}
        </Button>
      ) : propose.data === undefined ? (
        <Button variant="default" loading={propose.isPending} onClick={() => propose.mutate()}>
          {texts.setUp}
        </Button>
      ) : (
        <Proposal
          secret={propose.data.secret}
          uri={propose.data.uri}
          confirmed={(recoveryCodes) => {
            setCodes(recoveryCodes);
            propose.reset();
            void readAgain();
          }}
        />
      )}
      <RecoveryCodes codes={codes} close={() => setCodes(undefined)} />
      <ConfirmDialog
        opened={removes}
        close={() => setRemoves(false)}
        title={texts.removeTitle}
        act={texts.remove}
        danger
        ready={password !== ''}
        onConfirm={async () => {
          await api.call('removeOwnSecondFactor', { body: { password } });
          notices.done(texts.removed);
          setPassword('');
          await readAgain();
        }}
      >
        <p>{texts.removeBody}</p>
        <PasswordInput
          label={texts.password}
          autoComplete="current-password"
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
      </ConfirmDialog>
    </section>
  );
}

/** The key as a QR code and as text; it counts from the moment that a code of it was right. */
function Proposal({
  secret,
  uri,
  confirmed,
}: {
  readonly secret: string;
  readonly uri: string;
  readonly confirmed: (recoveryCodes: readonly string[]) => void;
}) {
  const { second: texts } = useTexts(accountTexts);
  const api = useApi();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (code: string) => api.call('confirmOwnSecondFactor', { body: { code } }),
    onSuccess: ({ recoveryCodes }) => confirmed(recoveryCodes),
  });
  const faults = useFaults(error);
  const form = useFocusFault(error);
  return (
    <>
      <p>{texts.scan}</p>
      <Copyable text={secret} />
      <QrCode text={uri} label={texts.qr} />
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate(fieldOf(event.currentTarget, 'code').trim());
        }}
      >
        <ProblemAlert error={error} shown={['code']} />
        <TextInput
          label={texts.code}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          autoFocus
          error={faults('code')}
        />
        <Button type="submit" loading={isPending}>
          {texts.confirm}
        </Button>
      </form>
    </>
  );
}

/** It closes only by its button: what is not kept now is gone. */
function RecoveryCodes({
  codes,
  close,
}: {
  readonly codes: readonly string[] | undefined;
  readonly close: () => void;
}) {
  const { second: texts } = useTexts(accountTexts);
  return (
    <Modal
      opened={codes !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title={texts.codesTitle}
      size="lg"
    >
      <p>{texts.codes}</p>
      <ul className="gw-codes">
        {codes?.map((code) => (
          <li key={code} className="gw-mono">
            {code}
          </li>
        ))}
      </ul>
      <Copyable text={codes?.join('\n') ?? ''} shown={texts.copyAll} />
      <Button fullWidth mt="lg" onClick={close}>
        {texts.codesKept}
      </Button>
    </Modal>
  );
}
