import { Autocomplete, Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useApi, useMe, useSessionActs } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { useUnsaved } from '../../app/unsaved.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import './administration.css';
import { ServerSettings } from './server-settings.tsx';
import { administrationTexts } from './texts.ts';

type Settings = Answer<'readSettings'>;

export default function SettingsPage() {
  const texts = useTexts(administrationTexts).settings;
  const api = useApi();
  const { administrator } = useMe();
  const { data, error } = useQuery({
    queryKey: [api.unit, 'settings'],
    queryFn: ({ signal }) => api.call('readSettings', { signal }),
  });
  return (
    <>
      <PageHeader title={texts.title} about={texts.about} />
      <ProblemAlert error={error} />
      {data === undefined ? (
        error === null ? (
          <PageSkeleton />
        ) : null
      ) : (
        <>
          {data.installation.copiedFrom === null ? null : <CopyNotice />}
          <UnitForm key={JSON.stringify(data.unit)} unit={data.unit} readOnly={!administrator} />
          {administrator ? <ServerSettings /> : null}
        </>
      )}
    </>
  );
}

const locales = ['cs-CZ', 'sk-SK', 'en-GB', 'en-US', 'de-DE', 'de-AT', 'pl-PL', 'hu-HU', 'fr-FR'];

function UnitForm({ unit, readOnly }: { readonly unit: Settings['unit']; readonly readOnly: boolean }) {
  const texts = useTexts(administrationTexts).settings;
  const { actions } = useTexts(commonTexts);
  const api = useApi();
  const client = useQueryClient();
  const { readAgain } = useSessionActs();
  const stored = { name: unit.name, zone: unit.zone, locale: unit.locale };
  const [draft, setDraft] = useState(stored);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => api.call('changeSettings', { body: draft }),
    onSuccess: async (saved) => {
      notices.done(texts.saved);
      client.setQueryData([api.unit, 'settings'], saved);
      // The name of the unit stands above every page.
      await readAgain();
    },
  });
  useUnsaved(isChanged && !isPending);
  const faults = useFaults(error);
  const form = useFocusFault(error);
  const zones = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return (
    <form
      ref={form}
      className="gw-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <ProblemAlert error={error} shown={['name', 'zone', 'locale']} />
      <TextInput
        label={texts.name}
        value={draft.name}
        error={faults('name')}
        readOnly={readOnly}
        maxLength={200}
        onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
      />
      <Autocomplete
        label={texts.zone}
        description={texts.zoneRule}
        data={zones}
        limit={40}
        value={draft.zone}
        error={faults('zone')}
        readOnly={readOnly}
        onChange={(zone) => setDraft({ ...draft, zone })}
      />
      <Autocomplete
        label={texts.locale}
        description={texts.localeRule}
        data={locales}
        value={draft.locale}
        error={faults('locale')}
        readOnly={readOnly}
        onChange={(locale) => setDraft({ ...draft, locale })}
      />
      {readOnly ? (
        <p className="gw-dimmed">{texts.onlyAdministrators}</p>
      ) : (
        <Group>
          <Button type="submit" loading={isPending} disabled={!isChanged}>
            {actions.save}
          </Button>
        </Group>
      )}
    </form>
  );
}

/** A restored dump or a copied test system: nothing is sent until a person says that this one is the original now. */
function CopyNotice() {
  const texts = useTexts(administrationTexts).settings;
  const api = useApi();
  const client = useQueryClient();
  const { administrator } = useMe();
  const { readAgain } = useSessionActs();
  const [asked, setAsked] = useState(false);
  return (
    <div className="gw-form gw-copy" role="note">
      <strong>{texts.copy}</strong>
      <p>{texts.copyDetail}</p>
      {administrator ? (
        <Group>
          <Button variant="default" onClick={() => setAsked(true)}>
            {texts.copyConfirm}
          </Button>
        </Group>
      ) : null}
      <ConfirmDialog
        opened={asked}
        close={() => setAsked(false)}
        title={texts.copyTitle}
        act={texts.copyConfirm}
        danger
        onConfirm={async () => {
          const saved = await api.call('confirmCopy');
          notices.done(texts.copyDone);
          client.setQueryData([api.unit, 'settings'], saved);
          await readAgain();
        }}
      >
        <p>{texts.copyWarning}</p>
      </ConfirmDialog>
    </div>
  );
}
