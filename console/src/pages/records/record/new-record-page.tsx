import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useApi, useCan, useMe } from '../../../api/session.ts';
import { notices } from '../../../app/notices.tsx';
import type { PageProps } from '../../../app/routes.tsx';
import { useUnsaved } from '../../../app/unsaved.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { PageSkeleton } from '../../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { useTexts } from '../../../texts/language.ts';
import { type Entity, useEntities } from '../data/use-entities.ts';
import { useFields } from '../data/use-fields.ts';
import { recordKey } from '../data/use-record.ts';
import { beginDraft, bodyOf, type Draft, isChanged, withChange } from '../model/draft.ts';
import { type Fields, nameOf, readRecord } from '../model/record.ts';
import { useNames } from '../names.ts';
import '../records.css';
import './record.css';
import { recordTexts } from '../texts.ts';
import { RecordForm } from './record-form.tsx';

/** A new record of an entity: its type decides which fields there are. */
export default function NewRecordPage({ params }: PageProps) {
  const name = params['entity'] ?? '';
  const texts = useTexts(recordTexts);
  const can = useCan();
  const entities = useEntities();
  const entity = entities.find((one) => one.name === name);
  if (entities.length === 0) return <PageSkeleton />;
  if (entity === undefined || !can(name, 'create'))
    return (
      <>
        <PageHeader title={texts.title} />
        <ProblemAlert error={entity === undefined ? texts.noEntity(name) : texts.actions.mayNotCreate} />
      </>
    );
  return <NewRecord entity={entity} />;
}

function NewRecord({ entity }: { readonly entity: Entity }) {
  const texts = useTexts(recordTexts);
  const names = useNames();
  const [search, setSearch] = useSearchParams();
  const types = Object.keys(entity.types);
  const type = search.get('type') ?? types[0];
  const fields = useFields(entity.name, type);
  const { draft, change, create, giveUp } = useNew(entity.name, type);
  const kind = type === undefined ? names.entity(entity.name) : names.type(entity.name, type);
  return (
    <>
      <PageHeader title={texts.newTitle(kind)} />
      <div className="gw-record-main gw-record-new">
        {types.length < 2 ? null : (
          <NativeSelect
            className="gw-type"
            label={names.field(entity.name, 'type')}
            value={type ?? ''}
            data={types.map((value) => ({ value, label: names.type(entity.name, value) }))}
            onChange={({ currentTarget }) => setSearch({ type: currentTarget.value }, { replace: true })}
          />
        )}
        <RecordForm
          entity={entity.name}
          fields={fields}
          draft={draft}
          change={change}
          error={create.error}
          save={() => create.mutate()}
          saving={create.isPending}
          giveUp={giveUp}
          creates
        />
      </div>
    </>
  );
}

function useNew(entity: string, type: string | undefined) {
  const api = useApi();
  const me = useMe();
  const client = useQueryClient();
  const texts = useTexts(recordTexts);
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState<Draft>(() =>
    beginDraft(owned.includes(entity) ? { agencyId: api.unit, ownerId: me.id } : {}, 0),
  );
  const [created, setCreated] = useState(false);
  useUnsaved(isChanged(draft) && !created);
  const create = useMutation({
    mutationFn: async () =>
      readRecord(await api.call('createRecord', { path: { entity }, body: newBody(draft, type) })),
    onSuccess: (record) => {
      setCreated(true);
      client.setQueryData(recordKey(api.unit, entity, record.id), record);
      void client.invalidateQueries({ queryKey: [api.unit, 'records'] });
      notices.done(texts.created(nameOf(record)));
      // The question about what is not saved is no longer asked once this has been drawn.
      setTimeout(() => navigate(`/records/${entity}/${record.id}`), 0);
    },
  });
  return {
    draft,
    change: (path: string, value: Draft['changes'][string]): void =>
      setDraft((before) => withChange(before, path, value)),
    create,
    giveUp: (): void => navigate('/records'),
  };
}

/** Whoever makes one of these owns it, and it belongs to this unit, unless somebody else is chosen. */
const owned = ['documents', 'jobs', 'tasks', 'companies', 'persons'];

function newBody({ base, changes }: Draft, type: string | undefined): Fields {
  return { ...(type === undefined ? {} : { type }), ...base, ...bodyOf(changes) };
}
