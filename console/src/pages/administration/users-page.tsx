import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useApi, useCan } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { ListBar } from '../../components/data-table/list-bar.tsx';
import { usePagedList } from '../../components/data-table/use-paged-list.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { ToneBadge } from '../../components/state-badge.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { administrationTexts } from './texts.ts';
import { emptyUser, userBody, userFields, UserFields } from './user-fields.tsx';

export type User = Answer<'listUsers'>['data'][number];

/** "Jana Nováková", or the login where there is no name. */
export function nameOfUser({ firstName, lastName, login }: Pick<User, 'firstName' | 'lastName' | 'login'>): string {
  return [firstName, lastName].filter(Boolean).join(' ') || login;
}

export default function UsersPage() {
  const texts = useTexts(administrationTexts).users;
  const { list: listTexts } = useTexts(commonTexts);
  const api = useApi();
  const can = useCan();
  const list = useListState();
  const [search, group, all] = [list.get('text'), list.get('group'), list.get('disabled') === 'all'];
  const query = { ...(search === undefined ? {} : { search }), ...(group === undefined ? {} : { group }) };
  const users = usePagedList<User>({
    queryKey: [api.unit, 'users', search, group, all],
    idOf: ({ id }) => String(id),
    newestFirst: false,
    fetchPage: (cursor, signal) =>
      api.call('listUsers', {
        query: {
          ...query,
          limit: 50,
          ...(all ? {} : { disabled: false }),
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        },
        ...(signal === undefined ? {} : { signal }),
      }),
  });
  const columns = useUserColumns();
  const [isNew, setNew] = useState(false);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        {can('users', 'create') ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setNew(true)}>
            {texts.new}
          </Button>
        ) : null}
      </PageHeader>
      <ListBar list={list} columns={columns} placeholder={texts.placeholder}>
        <Checkbox
          size="xs"
          label={texts.disabledFilter}
          checked={all}
          onChange={({ currentTarget }) => list.set({ disabled: currentTarget.checked ? 'all' : undefined })}
        />
      </ListBar>
      <ProblemAlert error={users.error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={users.rows}
        idOf={({ id }) => String(id)}
        nameOf={nameOfUser}
        hrefOf={({ id }) => `/administration/users/${id}`}
        phoneRow={(user) => <PhoneRow user={user} />}
        list={list}
        waiting={users.waiting}
        hasMore={users.hasMore}
        loadingMore={users.loadingMore}
        loadMore={users.loadMore}
        empty={
          list.filters.length > 0 ? (
            <EmptyState icon="filter" title={listTexts.nothingFits} />
          ) : (
            <EmptyState icon="users" title={texts.empty}>
              <p>{texts.emptyHow}</p>
            </EmptyState>
          )
        }
      />
      <Modal opened={isNew} onClose={() => setNew(false)} title={texts.newTitle} size="lg">
        <NewUser close={() => setNew(false)} />
      </Modal>
    </>
  );
}

function useUserColumns(): readonly Column<User>[] {
  const texts = useTexts(administrationTexts).users;
  return useMemo(
    () => [
      {
        key: 'login',
        label: texts.login,
        width: 160,
        cell: ({ login }) => <strong className="gw-strong">{login}</strong>,
      },
      { key: 'name', label: texts.name, width: 190, cell: (user) => nameOfUser(user) },
      { key: 'email', label: texts.email, cell: ({ email }) => email },
      { key: 'groups', label: texts.groups, cell: ({ groups }) => groups.join(', ') },
      { key: 'state', label: texts.state, width: 120, cell: (user) => <UserState user={user} /> },
      {
        key: 'lastSignIn',
        label: texts.lastSignIn,
        width: 150,
        cell: (user) => <Moment at={momentOf(user, 'lastSignInAt')} />,
      },
      {
        key: 'secondFactor',
        label: texts.secondFactor,
        width: 120,
        hidden: true,
        cell: (user) => (user['secondFactor'] === true ? texts.on : texts.off),
      },
      { key: 'badge', label: texts.badge, width: 140, hidden: true, cell: ({ badge }) => badge },
      {
        key: 'personalNumber',
        label: texts.personalNumber,
        width: 140,
        hidden: true,
        cell: ({ personalNumber }) => personalNumber,
      },
    ],
    [texts],
  );
}

function momentOf(user: User, field: string): string | null {
  const value = user[field];
  return typeof value === 'string' ? value : null;
}

export function UserState({ user: { isDisabled } }: { readonly user: Pick<User, 'isDisabled'> }) {
  const texts = useTexts(administrationTexts).users;
  return isDisabled ? (
    <ToneBadge tone="grey" icon="ban" text={texts.disabled} />
  ) : (
    <ToneBadge tone="green" icon="checkCircle" text={texts.active} />
  );
}

function PhoneRow({ user }: { readonly user: User }) {
  return (
    <>
      <span className="gw-phone-line">
        <strong className="gw-cut">{nameOfUser(user)}</strong>
        <UserState user={user} />
      </span>
      <span className="gw-phone-line gw-dimmed">
        <span className="gw-cut">{user.groups.join(', ') || user.login}</span>
      </span>
    </>
  );
}

function NewUser({ close }: { readonly close: () => void }) {
  const texts = useTexts(administrationTexts).users;
  const { actions } = useTexts(commonTexts);
  const api = useApi();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(emptyUser);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const given = Object.entries(userBody(draft)).filter(([, value]) => value !== null);
      return api.call('createUser', { body: { login: draft.login.trim(), ...Object.fromEntries(given) } });
    },
    onSuccess: ({ id, login }) => {
      notices.done(texts.created(login));
      navigate(`/administration/users/${id}`);
    },
  });
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
      <UserFields draft={draft} change={setDraft} faults={faults} />
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
