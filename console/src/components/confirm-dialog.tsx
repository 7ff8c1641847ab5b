import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  /** A question or a command: "Send 128 deliveries again?" */
  readonly title: string;
  /** What exactly will happen, with the number. */
  readonly children: ReactNode;
  /** The word on the button: "Send 128 again". Never "OK". */
  readonly act: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly danger?: boolean;
  /** false: something has to be chosen first. */
  readonly ready?: boolean;
  /** Where it is many, the number is typed before it happens. */
  readonly typed?: string | undefined;
  readonly size?: string;
}

/** Asks before what cannot be undone. It stays open, with the sentence, when the server refuses. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, close, title, size = 'md' } = props;
  return (
    <Modal opened={opened} onClose={close} title={title} size={size}>
      {opened ? <Inside {...props} /> : null}
    </Modal>
  );
}

function Inside({ close, children, act, onConfirm, danger = false, typed, ready = true }: ConfirmDialogProps) {
  const { actions, confirm } = useTexts(commonTexts);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [written, setWritten] = useState('');
  const go = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (refused) {
      setError(refused instanceof Error ? refused : new Error(String(refused)));
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      {children}
      {typed === undefined ? null : (
        <TextInput
          mt="md"
          label={confirm.typeNumber(typed)}
          value={written}
          onChange={({ currentTarget }) => setWritten(currentTarget.value)}
          data-autofocus
        />
      )}
      <ProblemAlert error={error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {actions.cancel}
        </Button>
        <Button
          type="submit"
          loading={busy}
          disabled={!ready || (typed !== undefined && written.trim() !== typed)}
          {...(danger ? { color: 'red' } : {})}
          {...(typed === undefined ? { 'data-autofocus': true } : {})}
        >
          {act}
        </Button>
      </Group>
    </form>
  );
}
