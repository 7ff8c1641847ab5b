import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useApi, useCan, useMe } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import type { PageProps } from '../../app/routes.tsx';
import { useUnsaved } from '../../app/unsaved.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { Invitation } from './invitation.tsx';
import { administrationTexts } from './texts.ts';
import { type UserDraft, userBody, userFields, UserFields } from './user-fields.tsx';
import { nameOfUser, type User, UserState } from './users-page.tsx';

export default function UserPage({ params }: PageProps) {
  const id = Number(params['id']);
  const api = useApi();
  const texts = useTexts(administrationTexts).users;
  const { data, error } = useQuery({
    queryKey: [api.unit, 'user', id],
    queryFn: ({ signal }) => api.call('readUser', { path: { id }, signal }),
  });
  if (data === undefined)
    return error === null ? (
      <PageSkeleton />
    ) : (
      <>
        <PageHeader title={texts.title} />
        <ProblemAlert error={error} />
      </>
    );
  return <Loaded key={data.revision} user={data} />;
}

function Loaded({ user }: { readonly user: User }) {
  const { administrator } = useMe();
  const can = useCan();
  return (
    <>
      <PageHeader title={nameOfUser(user)} about={<UserState user={user} />}>
        {can('users', 'change') ? <Acts user={user} /> : null}
      </PageHeader>
      <UserForm user={user} readOnly={!can('users', 'change')} />
      {administrator && !user.isDisabled ? <Invitation user={user} /> : null}
      <Tokens user={user} />
    </>
  );
}

function Acts({ user }: { readonly user: User }) {
  const texts = useTexts(administrationTexts).users;
  const api = useApi();
  const client = useQueryClient();
  const { administrator } = useMe();
  const [asked, setAsked] = useState<'disable' | 'factor'>();
  const close = (): void => setAsked(undefined);
  const { id, login, isDisabled } = user;
  const readAgain = () => client.invalidateQueries({ queryKey: [api.unit] });
  const enable = useMutation({
    mutationFn: () => api.call('changeUser', { path: { id }, body: { isDisabled: false } }),
    onSuccess: () => {
      notices.done(texts.enabledDone(login));
      return readAgain();
    },
    onError: notices.problem,
  });
  return (
    <>
      {administrator && user['secondFactor'] === true ? (
        <Button variant="default" leftSection={<Icon name="shield" />} onClick={() => setAsked('factor')}>
          {texts.takeSecondFactor}
        </Button>
      ) : null}
      {isDisabled ? (
        <Button variant="default" loading={enable.isPending} onClick={() => enable.mutate()}>
          {texts.enable}
        </Button>
      ) : (
        <Button variant="default" color="red" leftSection={<Icon name="ban" />} onClick={() => setAsked('disable')}>
          {texts.disable}
        </Button>
      )}
      <ConfirmDialog
        opened={asked === 'disable'}
        close={close}
        title={texts.disableTitle(login)}
        act={texts.disable}
        danger
        onConfirm={async () => {
          await api.call('disableUser', { path: { id } });
          notices.done(texts.disabledDone(login));
          await readAgain();
        }}
      >
        <p>{texts.disableDetail}</p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'factor'}
        close={close}
        title={texts.takeSecondFactorTitle(login)}
        act={texts.takeSecondFactor}
        danger
        onConfirm={async () => {
          await api.call('removeUserSecondFactor', { path: { id } });
          notices.done(texts.secondFactorTaken(login));
          await readAgain();
        }}
      >
        <p>{texts.takeSecondFactorDetail}</p>
      </ConfirmDialog>
    </>
  );
}

function draftOf(user: User): UserDraft {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { login, firstName, lastName, email, badge, personalNumber, groups } = user;
  const texts = { firstName, lastName, email, badge, personalNumber };
  const written = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, text(value)]));
  return { firstName: '', lastName: '', email: '', badge: '', personalNumber: '', ...written, login, groups };
}

function UserForm({ user, readOnly }: { readonly user: User; readonly readOnly: boolean }) {
  const texts = useTexts(administrationTexts).users;
  const { actions } = useTexts(commonTexts);
  const api = useApi();
  const client = useQueryClient();
  const stored = draftOf(user);
  const [draft, setDraft] = useState(stored);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const [now, before] = [userBody(draft), userBody(stored)];
      const changed = Object.entries(now).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
      );
      const headers = { 'if-match': `"${user.revision}"` };
      return api.call('changeUser', { path: { id: user.id }, body: Object.fromEntries(changed), headers });
    },
    onSuccess: (saved) => {
      notices.done(texts.saved(saved.login));
      client.setQueryData([api.unit, 'user', user.id], saved);
      return client.invalidateQueries({ queryKey: [api.unit, 'users'] });
    },
  });
  useUnsaved(isChanged && !isPending);
  const faults = useFaults(error);
  const form = useFocusFault(error);
  return (
    <form
      ref={form}
      className="gw-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <ProblemAlert error={error} shown={userFields} />
      <UserFields draft={draft} change={setDraft} faults={faults} readOnly={readOnly} />
      {readOnly ? null : (
        <Group>
          <Button type="submit" loading={isPending} disabled={!isChanged}>
            {actions.save}
          </Button>
        </Group>
      )}
    </form>
  );
}

function Tokens({ user: { id } }: { readonly user: User }) {
  const texts = useTexts(administrationTexts).users;
  const api = useApi();
  const { configurator } = useMe();
  const { data } = useQuery({
    queryKey: [api.unit, 'tokens', { userId: id }],
    queryFn: ({ signal }) => api.call('listTokens', { query: { userId: id, limit: 100 }, signal }),
    enabled: configurator,
  });
  if (data === undefined) return null;
  const good = data.data.filter(({ revokedAt }) => revokedAt === null);
  return (
    <section className="gw-section">
      <h2>{texts.tokens}</h2>
      {good.length === 0 ? <p className="gw-dimmed">{texts.noTokens}</p> : null}
      <ul>
        {good.map((token) => (
          <li key={token.id}>
            <Link href={`/administration/tokens/${token.id}`}>{token.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
