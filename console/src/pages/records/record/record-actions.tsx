import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../../api/call.ts';
import { useApi, useCan } from '../../../api/session.ts';
import { useKeys } from '../../../app/keys.ts';
import { notices } from '../../../app/notices.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Icon } from '../../../components/icon.tsx';
import { useTexts } from '../../../texts/language.ts';
import { useEntities } from '../data/use-entities.ts';
import { recordKey } from '../data/use-record.ts';
import { MarkReady } from '../list/mark-ready.tsx';
import { type GangwayRecord, nameOf, readRecord, textOf } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';

type Transition = Answer<'listRecordTransitions'>['transitions'][number];

interface ActionsProps {
  readonly entity: string;
  readonly record: GangwayRecord;
  readonly edit: () => void;
}

/** Statuses that end something: asked about before. */
const grave: readonly string[] = ['CANCELLED', 'REJECTED'];

/** What can be done with the record. What this person cannot do now says why when it is pointed at, and to screen readers. */
export function RecordActions({ entity, record, edit }: ActionsProps) {
  const texts = useTexts(recordTexts);
  const can = useCan();
  const names = useNames();
  const { ways, go } = useTransitions(entity, record);
  const [asked, ask] = useState<Transition>();
  const choices =
    useEntities()
      .find(({ name }) => name === entity)
      ?.propertyChoices('extStatus') ?? [];
  const mayChange = can(entity, 'change');
  const [marking, setMarking] = useState(false);
  const mayMark = mayChange && choices.includes('EXT.READY');
  useKeys(mayMark ? [{ keys: 'e', label: texts.mark.key, act: () => setMarking(true) }] : []);
  const press = (way: Transition): void => {
    if (grave.includes(way.to)) ask(way);
    else go.mutate(way.to);
  };
  const usual = ways.filter(({ to }) => to !== 'CANCELLED');
  return (
    <>
      {usual.map((way, index) => (
        <TransitionButton
          key={way.to}
          way={way}
          entity={entity}
          isMain={index === usual.findIndex(({ allowed, to }) => allowed && !grave.includes(to))}
          busy={go.isPending}
          press={() => press(way)}
        />
      ))}
      {mayMark ? (
        <Button variant="default" leftSection={<Icon name="flag" />} onClick={() => setMarking(true)}>
          {texts.mark.button}
        </Button>
      ) : null}
      <Explained why={mayChange ? undefined : texts.actions.mayNotChange}>
        {(disabled) => (
          <Button
            variant="default"
            leftSection={<Icon name="pencil" />}
            data-disabled={disabled}
            aria-disabled={disabled}
            onClick={() => disabled || edit()}
          >
            {texts.edit.edit}
          </Button>
        )}
      </Explained>
      <MoreActions entity={entity} record={record} cancel={ways.find(({ to }) => to === 'CANCELLED')} press={press} />
      <ConfirmDialog
        opened={asked !== undefined}
        close={() => ask(undefined)}
        title={texts.actions.confirm(asked === undefined ? '' : names.status(entity, asked.to), nameOf(record))}
        act={asked === undefined ? '' : transitionLabel(asked.to, texts.transitions, names.status(entity, asked.to))}
        danger
        onConfirm={() => (asked === undefined ? Promise.resolve() : go.mutateAsync(asked.to))}
      >
        <p>{texts.actions.confirmBody}</p>
      </ConfirmDialog>
      {mayMark ? (
        <MarkReady
          entity={entity}
          asked={marking ? [{ id: record.id, name: record.registration, revision: record.revision }] : undefined}
          close={() => setMarking(false)}
          done={() => undefined}
        />
      ) : null}
    </>
  );
}

function useTransitions(entity: string, record: GangwayRecord) {
  const api = useApi();
  const client = useQueryClient();
  const texts = useTexts(recordTexts).actions;
  const names = useNames();
  const key = recordKey(api.unit, entity, record.id);
  const { data } = useQuery({
    queryKey: [...key, 'transitions'],
    queryFn: ({ signal }) => api.call('listRecordTransitions', { path: { entity }, query: { id: record.id }, signal }),
  });
  const go = useMutation({
    mutationFn: async (to: string) =>
      readRecord(
        await api.call('changeRecord', {
          path: { entity },
          query: { id: record.id },
          body: { status: to },
          // What was seen is what is approved.
          headers: { 'if-match': `"${record.revision}"` },
        }),
      ),
    onSuccess: (now, to) => {
      client.setQueryData(key, now);
      const status = textOf(now.fields['status']);
      notices.done(status === to ? texts.changed(names.status(entity, status)) : texts.stepGiven);
    },
    onError: notices.problem,
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return { ways: data?.transitions ?? [], go };
}

interface TransitionButtonProps {
  readonly way: Transition;
  readonly entity: string;
  readonly isMain: boolean;
  readonly busy: boolean;
  readonly press: () => void;
}

function TransitionButton({
  way: { to, allowed, step, sentence },
  entity,
  isMain,
  busy,
  press,
}: TransitionButtonProps) {
  const texts = useTexts(recordTexts);
  const names = useNames();
  const label = transitionLabel(
    to,
    entity === 'documents' ? texts.transitions : texts.workTransitions,
    names.status(entity, to),
  );
  return (
    <Explained why={allowed ? undefined : (sentence ?? texts.actions.notNow)}>
      {(disabled) => (
        <Button
          variant={isMain ? 'filled' : 'default'}
          data-disabled={disabled}
          aria-disabled={disabled}
          disabled={busy}
          onClick={() => disabled || press()}
        >
          {step === null ? label : texts.actions.step(label, step.number, step.of)}
        </Button>
      )}
    </Explained>
  );
}

function transitionLabel(to: string, labels: Readonly<Record<string, string>>, title: string): string {
  return labels[to] ?? `→ ${title}`;
}

function MoreActions({
  entity,
  record,
  cancel,
  press,
}: {
  readonly entity: string;
  readonly record: GangwayRecord;
  readonly cancel: Transition | undefined;
  readonly press: (way: Transition) => void;
}) {
  const api = useApi();
  const can = useCan();
  const client = useQueryClient();
  const texts = useTexts(recordTexts);
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const mayDelete = can(entity, 'delete');
  if (!mayDelete && cancel === undefined) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={texts.actions.more}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {cancel === undefined ? null : (
            <Menu.Item leftSection={<Icon name="ban" />} disabled={!cancel.allowed} onClick={() => press(cancel)}>
              {entity === 'documents' ? texts.transitions.CANCELLED : texts.workTransitions.CANCELLED}
              {cancel.allowed ? null : <span className="gw-menu-why">{cancel.sentence}</span>}
            </Menu.Item>
          )}
          {mayDelete ? (
            <Menu.Item color="red" leftSection={<Icon name="trash" />} onClick={() => setDeleting(true)}>
              {texts.actions.delete}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting}
        close={() => setDeleting(false)}
        title={texts.actions.deleteTitle(nameOf(record))}
        act={texts.actions.delete}
        danger
        onConfirm={async () => {
          await api.call('deleteRecord', {
            path: { entity },
            query: { id: record.id },
            headers: { 'if-match': `"${record.revision}"` },
          });
          notices.done(texts.actions.deleted(nameOf(record)));
          void client.invalidateQueries({ queryKey: [api.unit, 'records'] });
          navigate('/records');
        }}
      >
        <p>{texts.actions.deleteBody}</p>
      </ConfirmDialog>
    </>
  );
}

/** A button that does nothing still takes the focus, so that its reason can be read. */
export function Explained({
  why,
  children,
}: {
  readonly why: string | undefined;
  readonly children: (disabled: boolean) => React.ReactElement;
}) {
  if (why === undefined) return children(false);
  return (
    <Tooltip label={why} events={{ hover: true, focus: true, touch: true }}>
      {children(true)}
    </Tooltip>
  );
}
