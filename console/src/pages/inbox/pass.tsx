import { Button, Checkbox, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useCan } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { useTexts } from '../../texts/language.ts';
import type { Inbox } from './inbox-page.tsx';
import { inboxTexts } from './texts.ts';

interface PassProps {
  readonly pass: Inbox['passes'][number];
  readonly changed: () => void;
}

/** A pass with a badge that nobody has: it is kept, and given to a person here. */
export function Pass({ pass, changed }: PassProps) {
  const texts = useTexts(inboxTexts);
  const can = useCan();
  const [asks, setAsks] = useState(false);
  const named = texts.pass(pass.named, pass.namedBy);
  return (
    <li>
      <div className="gw-inbox-line">
        <span className="gw-state" data-tone="amber">
          <Icon name="user" />
        </span>
        <p>
          {named}
          {pass.direction === null ? null : <span className="gw-dimmed"> {texts.direction(pass.direction)}</span>}
        </p>
        <Moment at={pass.at} />
      </div>
      {can('time', 'change') ? (
        <Button size="xs" variant="default" onClick={() => setAsks(true)}>
          {texts.assign}
        </Button>
      ) : null}
      {asks ? <Assign pass={pass} named={named} close={() => setAsks(false)} changed={changed} /> : null}
    </li>
  );
}

function Assign({ pass, named, close, changed }: PassProps & { readonly named: string; readonly close: () => void }) {
  const texts = useTexts(inboxTexts);
  const api = useApi();
  const [search, setSearch] = useState('');
  const [userId, setUserId] = useState<string | null>(null);
  const [remember, setRemember] = useState(true);
  const [wanted] = useDebouncedValue(search, 200);
  const { data } = useQuery({
    queryKey: [api.unit, 'users', 'search', wanted],
    queryFn: ({ signal }) =>
      api.call('listUsers', { query: { limit: 50, ...(wanted === '' ? {} : { search: wanted }) }, signal }),
    placeholderData: (before) => before,
  });
  const people = (data?.data ?? []).map(({ id, login, firstName = '', lastName = '' }) => {
    const name = `${firstName} ${lastName}`.trim();
    return { value: String(id), label: name === '' ? login : name };
  });
  return (
    <ConfirmDialog
      opened
      close={close}
      title={texts.assignTitle(named)}
      act={texts.assignAct}
      ready={userId !== null}
      onConfirm={async () => {
        const { ids } = await api.call('assignPass', {
          path: { id: Number(pass.id) },
          body: { userId: Number(userId), remember },
        });
        notices.done(texts.assigned(ids.length));
        changed();
      }}
    >
      <Select
        label={texts.assignPerson}
        data={people}
        searchable
        value={userId}
        onChange={setUserId}
        onSearchChange={setSearch}
        data-autofocus
      />
      <Checkbox
        mt="md"
        label={texts.assignRemember}
        checked={remember}
        onChange={({ currentTarget }) => setRemember(currentTarget.checked)}
      />
    </ConfirmDialog>
  );
}
