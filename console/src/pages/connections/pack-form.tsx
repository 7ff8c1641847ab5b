import { Button, PasswordInput, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { AppliedChanges } from '../integration/applied-changes.tsx';
import { Section } from '../integration/section.tsx';
import { secretsIn } from '../integration/secrets.ts';
import { beginSettings, fileOf, type Pack, type PackSettings, textOf } from './packs.ts';
import { connectionTexts } from './texts.ts';

type Applied = Answer<'applyIntegrationFile'>;

/** What a pack must be told, what it would change, and then the change itself. */
export function PackForm({ pack }: { readonly pack: Pack }) {
  const texts = useTexts(connectionTexts).begin;
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [settings, setSettings] = useState(() => beginSettings(pack));
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [planned, setPlanned] = useState<Applied>();
  const apply = useMutation({
    mutationFn: (dryRun: boolean) =>
      api.call('applyIntegrationFile', { body: { file: fileOf(pack, settings), secrets: given(secrets), dryRun } }),
    onSuccess: async (applied, dryRun) => {
      if (dryRun) {
        setPlanned(applied);
        return;
      }
      await client.invalidateQueries({ queryKey: [api.unit] });
      notices.done(texts.applied(pack.name));
      const name = textOf(pack.file['connections']?.[0]?.['name']);
      navigate(name === '' ? '/definitions' : `/connections/${name}`);
    },
  });
  const faults = useFaults(apply.error);
  const form = useFocusFault(apply.error);
  return (
    <>
      <PageHeader title={texts.packTitle(pack.name)} about={texts.packAbout} />
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          apply.mutate(planned === undefined);
        }}
      >
        <PackFields
          {...{ pack, settings, secrets, faults }}
          onSettings={(next) => {
            setSettings(next);
            setPlanned(undefined);
          }}
          onSecrets={(next) => {
            setSecrets(next);
            setPlanned(undefined);
          }}
        />
        <ProblemAlert error={apply.error} shown={['connections[0].url']} />
        {planned === undefined ? null : (
          <Section title={texts.changes}>
            <AppliedChanges applied={planned} />
          </Section>
        )}
        <div className="gw-save-bar">
          <Button type="submit" loading={apply.isPending}>
            {planned === undefined ? texts.check : texts.apply}
          </Button>
        </div>
      </form>
    </>
  );
}

/** An empty secret is none: it can be given later. */
const given = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));

interface PackFieldsProps {
  readonly pack: Pack;
  readonly settings: PackSettings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly onSettings: (settings: PackSettings) => void;
  readonly onSecrets: (secrets: Readonly<Record<string, string>>) => void;
  readonly faults: (field: string) => string | undefined;
}

function PackFields({ pack, settings, secrets, onSettings, onSecrets, faults }: PackFieldsProps) {
  const texts = useTexts(connectionTexts).begin;
  const connections = pack.file['connections'] ?? [];
  return (
    <div className="gw-fields gw-part">
      {connections.map((connection, index) => {
        const name = textOf(connection['name']);
        const error = faults(`connections[${index}].url`);
        return (
          <TextInput
            key={name}
            label={texts.address(name)}
            description={textOf(connection['url'])}
            withAsterisk
            autoFocus={index === 0}
            type="url"
            placeholder={textOf(connection['url'])}
            value={settings.addresses[name] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onSettings({ ...settings, addresses: { ...settings.addresses, [name]: value } })
            }
            {...(error === undefined ? {} : { error })}
          />
        );
      })}
      {Object.entries(settings.usernames).map(([name, username]) => (
        <TextInput
          key={`user ${name}`}
          label={texts.username(name)}
          value={username}
          autoComplete="off"
          onChange={({ currentTarget: { value } }) =>
            onSettings({ ...settings, usernames: { ...settings.usernames, [name]: value } })
          }
        />
      ))}
      {secretsIn(pack.file).map((name) => (
        <PasswordInput
          key={`secret ${name}`}
          label={texts.secret(name)}
          description={texts.secretAbout}
          autoComplete="new-password"
          value={secrets[name] ?? ''}
          onChange={({ currentTarget: { value } }) => onSecrets({ ...secrets, [name]: value })}
        />
      ))}
      {Object.entries(settings.constants).flatMap(([connection, constants]) =>
        Object.entries(constants).map(([name, value]) => (
          <TextInput
            key={`constant ${connection} ${name}`}
            label={texts.constant(name)}
            value={value}
            onChange={({ currentTarget }) =>
              onSettings({
                ...settings,
                constants: { ...settings.constants, [connection]: { ...constants, [name]: currentTarget.value } },
              })
            }
          />
        )),
      )}
      {pack.file['triggers'] === undefined ? null : (
        <div className="gw-wide">
          <Radio.Group
            label={texts.mode}
            value={settings.mode}
            onChange={(mode) => onSettings({ ...settings, mode: mode === 'live' ? 'live' : 'watch' })}
          >
            <Radio mt="xs" value="watch" label={texts.watch} />
            <Radio mt="xs" value="live" label={texts.live} />
          </Radio.Group>
        </div>
      )}
    </div>
  );
}
