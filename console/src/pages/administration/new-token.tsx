import { Button, Group, Modal, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useApi, useMe } from '../../api/session.ts';
import { Copyable } from '../../components/copyable.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { administrationTexts } from './texts.ts';
import { TermFields, type TermsDraft, termFields, termsBody } from './token-terms.tsx';
import { nameOfUser } from './users-page.tsx';

type NewToken = Answer<'createToken'>;
const blank: TermsDraft = { name: '', ipRanges: '', methods: [], paths: '', expiresOn: '', ratePerMinute: '' };

/** Makes a token and shows it once. While it is shown, a click beside the dialog does not close it. */
export function NewTokenDialog({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const texts = useTexts(administrationTexts).tokens;
  const [made, setMade] = useState<NewToken>();
  const end = (): void => {
    close();
    setMade(undefined);
  };
  return (
    <Modal
      opened={opened}
      onClose={end}
      title={made === undefined ? texts.newTitle : texts.shownOnce}
      size="lg"
      closeOnClickOutside={made === undefined}
      closeOnEscape={made === undefined}
      withCloseButton={made === undefined}
    >
      {made === undefined ? <TokenForm close={end} done={setMade} /> : <ShownOnce made={made} close={end} />}
    </Modal>
  );
}

function TokenForm({ close, done }: { readonly close: () => void; readonly done: (made: NewToken) => void }) {
  const texts = useTexts(administrationTexts).tokens;
  const { actions } = useTexts(commonTexts);
  const api = useApi();
  const me = useMe();
  const client = useQueryClient();
  const [draft, setDraft] = useState(blank);
  const [userId, setUserId] = useState<string | null>(String(me.id));
  const users = useQuery({
    queryKey: [api.unit, 'users', 'all'],
    queryFn: ({ signal }) => api.call('listUsers', { query: { limit: 1000, disabled: false }, signal }),
  });
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => api.call('createToken', { body: { ...termsBody(draft), userId: Number(userId ?? me.id) } }),
    onSuccess: async (made) => {
      done(made);
      await client.invalidateQueries({ queryKey: [api.unit, 'tokens'] });
    },
  });
  const faults = useFaults(error);
  const form = useFocusFault(error);
  const known = users.data?.data ?? [{ id: me.id, login: me.login, firstName: me.name }];
  return (
    <form
      ref={form}
      className="gw-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <ProblemAlert error={error} shown={termFields} />
      <Select
        label={texts.user}
        data={known.map((user) => ({ value: String(user.id), label: `${nameOfUser(user)} (${user.login})` }))}
        value={userId}
        error={faults('userId')}
        searchable
        allowDeselect={false}
        onChange={setUserId}
      />
      <TermFields draft={draft} change={setDraft} faults={faults} />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {actions.cancel}
        </Button>
        <Button type="submit" loading={isPending}>
          {texts.create}
        </Button>
      </Group>
    </form>
  );
}

function ShownOnce({ made: { token }, close }: { readonly made: NewToken; readonly close: () => void }) {
  const texts = useTexts(administrationTexts).tokens;
  const example = `curl -H "Authorization: Bearer ${token}" ${window.location.origin}/api/v1/me`;
  return (
    <div className="gw-form">
      <p>{texts.shownOnceDetail}</p>
      <p>
        <Copyable text={token} />
      </p>
      <p className="gw-dimmed">{texts.example}</p>
      <Copyable text={example} />
      <Group justify="flex-end">
        <Button onClick={close} data-autofocus>
          {texts.done}
        </Button>
      </Group>
    </div>
  );
}
