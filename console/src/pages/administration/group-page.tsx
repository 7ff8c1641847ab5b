import { ActionIcon, Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useApi } from '../../api/session.ts';
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
import './administration.css';
import { administrators, type GroupRow, useRightWords } from './groups-page.tsx';
import { administrationTexts } from './texts.ts';

type Rights = GroupRow['rights'];
type Right = Rights[string][number];
const rightNames: readonly Right[] = ['read', 'create', 'change', 'delete', 'transition'];
const newName = 'new';

export default function GroupPage({ params }: PageProps) {
  const name = decodeURIComponent(params['name'] ?? newName);
  const api = useApi();
  const texts = useTexts(administrationTexts).groups;
  const { data, error } = useQuery({
    queryKey: [api.unit, 'group', name],
    queryFn: ({ signal }) => api.call('readGroup', { path: { name }, signal }),
    enabled: name !== newName,
  });
  if (name === newName) return <GroupForm group={undefined} />;
  if (data !== undefined) return <GroupForm key={data.version} group={data} />;
  return error === null ? (
    <PageSkeleton />
  ) : (
    <>
      <PageHeader title={texts.title} />
      <ProblemAlert error={error} />
    </>
  );
}

function GroupForm({ group }: { readonly group: GroupRow | undefined }) {
  const texts = useTexts(administrationTexts).groups;
  const { actions } = useTexts(commonTexts);
  const [name, setName] = useState(group?.body.name ?? '');
  const [description, setDescription] = useState(group?.body.description ?? '');
  const [rights, setRights] = useState<Rights>(group?.rights ?? { '*': ['read'] });
  const isChanged =
    JSON.stringify([name, description, rights]) !==
    JSON.stringify([group?.body.name ?? '', group?.body.description ?? '', group?.rights ?? { '*': ['read'] }]);
  const { save, error, isPending, isSaved } = useSaveGroup(group, { name, description, rights });
  useUnsaved(isChanged && !isPending && !isSaved);
  const faults = useFaults(error);
  const form = useFocusFault(error);
  const everything = name === administrators;
  return (
    <>
      <PageHeader title={group?.body.name ?? texts.new} about={group?.builtIn === true ? texts.builtIn : undefined}>
        {group === undefined ? null : <Acts group={group} />}
      </PageHeader>
      <form
        ref={form}
        className="gw-form"
        style={{ maxWidth: '860px' }}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ProblemAlert error={error} shown={['name', 'description']} />
        {group === undefined ? (
          <TextInput
            label={texts.name}
            description={texts.nameRule}
            value={name}
            error={faults('name')}
            required
            withAsterisk={false}
            maxLength={80}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        ) : null}
        <TextInput
          label={texts.description}
          value={description}
          error={faults('description')}
          maxLength={500}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        {everything ? (
          <p className="gw-dimmed">{texts.allDetail}</p>
        ) : (
          <RightsTable rights={rights} change={setRights} />
        )}
        <Group>
          <Button type="submit" loading={isPending} disabled={!isChanged}>
            {group === undefined ? texts.create : actions.save}
          </Button>
        </Group>
      </form>
    </>
  );
}

interface GroupDraft {
  readonly name: string;
  readonly description: string;
  readonly rights: Rights;
}

function useSaveGroup(group: GroupRow | undefined, { name, description, rights }: GroupDraft) {
  const texts = useTexts(administrationTexts).groups;
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: () => {
      // Rights that were not touched stay those that the group begins with.
      const own = group?.body.rights !== undefined || JSON.stringify(rights) !== JSON.stringify(group?.rights);
      const body = {
        name: name.trim(),
        ...(description.trim() === '' ? {} : { description: description.trim() }),
        ...(own && name !== administrators ? { rights } : {}),
      };
      return group === undefined
        ? api.call('createGroup', { body })
        : api.call('putGroup', { path: { name: group.body.name }, body });
    },
    onSuccess: async () => {
      notices.done(texts.saved(name.trim()));
      await client.invalidateQueries({ queryKey: [api.unit, 'groups'] });
      if (group === undefined) navigate(`/administration/groups/${encodeURIComponent(name.trim())}`);
      else await client.invalidateQueries({ queryKey: [api.unit, 'group', group.body.name] });
    },
  });
  return { save: () => mutate(), error, isPending, isSaved: isSuccess };
}

function Acts({ group: { body } }: { readonly group: GroupRow }) {
  const texts = useTexts(administrationTexts).groups;
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  const { name } = body;
  return (
    <>
      <Button
        component={Link}
        href={`/administration/users?group=${encodeURIComponent(name)}`}
        variant="default"
        c="var(--mantine-color-text)"
      >
        {texts.showMembers}
      </Button>
      {name === administrators ? null : (
        <Button variant="default" color="red" onClick={() => setAsked(true)}>
          {texts.remove}
        </Button>
      )}
      <ConfirmDialog
        opened={asked}
        close={() => setAsked(false)}
        title={texts.removeTitle(name)}
        act={texts.remove}
        danger
        onConfirm={async () => {
          await api.call('deleteGroup', { path: { name } });
          notices.done(texts.removed(name));
          await client.invalidateQueries({ queryKey: [api.unit, 'groups'] });
          navigate('/administration/groups');
        }}
      >
        <p>{texts.removeDetail}</p>
      </ConfirmDialog>
    </>
  );
}

function RightsTable({ rights, change }: { readonly rights: Rights; readonly change: (rights: Rights) => void }) {
  const texts = useTexts(administrationTexts).groups;
  const words = useRightWords();
  const api = useApi();
  const entities = useQuery({
    queryKey: [api.unit, 'entities'],
    queryFn: ({ signal }) => api.call('listEntities', { signal }),
  });
  const rows = Object.keys(rights).toSorted((one, other) => Number(one === '*') - Number(other === '*'));
  const rest = (entities.data?.data ?? []).map(({ name }) => name).filter((name) => !rows.includes(name));
  const nameOf = (entity: string): string => (entity === '*' ? texts.others : entity);
  const toggle = (entity: string, right: Right): void => {
    const allowed = rights[entity] ?? [];
    const next = rightNames.filter((each) => allowed.includes(each) !== (each === right));
    change({ ...rights, [entity]: next });
  };
  return (
    <div className="gw-wide">
      <table className="gw-plain-table">
        <caption className="gw-hidden">{texts.rights}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.entity}</th>
            {rightNames.map((right) => (
              <th key={right} scope="col" className="gw-middle">
                {words[right]}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((entity) => (
            <tr key={entity}>
              <th scope="row">{nameOf(entity)}</th>
              {rightNames.map((right) => (
                <td key={right} className="gw-middle">
                  <Checkbox
                    size="xs"
                    style={{ display: 'inline-block' }}
                    aria-label={texts.right(words[right], nameOf(entity))}
                    checked={(rights[entity] ?? []).includes(right)}
                    onChange={() => toggle(entity, right)}
                  />
                </td>
              ))}
              <td>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={texts.removeEntity(nameOf(entity))}
                  onClick={() => change(Object.fromEntries(Object.entries(rights).filter(([name]) => name !== entity)))}
                >
                  <Icon name="x" size={14} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Select
        mt="sm"
        size="xs"
        w={220}
        placeholder={texts.addEntity}
        aria-label={texts.addEntity}
        data={[...rest, ...(rows.includes('*') ? [] : [{ value: '*', label: texts.others }])]}
        value={null}
        searchable
        onChange={(entity) => {
          if (entity !== null) change({ ...rights, [entity]: ['read'] });
        }}
      />
    </div>
  );
}
