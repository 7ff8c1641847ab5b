import { Button, FileButton, PasswordInput, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { request } from '../../api/request.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { useDraft } from '../../app/unsaved.tsx';
import { Icon } from '../../components/icon.tsx';
import { faultsOf, ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { AppliedChanges } from '../integration/applied-changes.tsx';
import CodeText, { type PlacedFault } from '../integration/code-text.tsx';
import { Section } from '../integration/section.tsx';
import { secretsIn } from '../integration/secrets.ts';
import { readFile, type ReadFile } from './read-file.ts';
import { fileTexts } from './texts.ts';

type Applied = Answer<'applyIntegrationFile'>;
type Secrets = Readonly<Record<string, string>>;

/** A file that is brought in: what it would change is shown before anything is applied. */
export function BringPanel() {
  const texts = useTexts(fileTexts).bring;
  const { unit } = useApi();
  const client = useQueryClient();
  const [text, setText, forget] = useDraft(`integration-file/${unit}`, '');
  const [prune, setPrune] = useState(false);
  const [secrets, setSecrets] = useState<Secrets>({});
  const [planned, setPlanned] = useState<Applied>();
  const read = useMemo(() => readFile(text), [text]);
  const apply = useMutation({
    mutationFn: async (dryRun: boolean): Promise<Applied> => {
      const body = { file: objectOf(read, texts.notObject), secrets: given(secrets), dryRun, prune };
      // As openapi.json has it: applyIntegrationFile.
      return (await request('POST', `/api/v1/${unit}/apply`, { body })) as Applied;
    },
    onSuccess: async (applied, dryRun) => {
      setPlanned(dryRun ? applied : undefined);
      if (dryRun) return;
      forget();
      setText('');
      setSecrets({});
      notices.done(texts.applied(changesOf(applied)));
      await client.invalidateQueries({ queryKey: [unit] });
    },
  });
  const { error, reset } = apply;
  const faults = useMemo(() => placed(read, error), [read, error]);
  const change = (next: string): void => {
    setText(next);
    setPlanned(undefined);
    reset();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply.mutate(planned === undefined);
      }}
    >
      <div className="gw-part-head">
        <span>{texts.about}</span>
        <FileButton accept=".yaml,.yml,.json" onChange={(file) => void file?.text().then(change)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<Icon name="upload" size={14} />}>
              {texts.choose}
            </Button>
          )}
        </FileButton>
      </div>
      <CodeText label={texts.text} value={text} format="text" onChange={change} faults={faults} lines={22} />
      <p className="gw-dimmed">{texts.folders}</p>
      <Faults faults={faults} error={error} />
      <MissingSecrets file={read.value} value={secrets} onChange={setSecrets} />
      <Switch
        label={texts.prune}
        description={texts.pruneAbout}
        checked={prune}
        onChange={({ currentTarget }) => {
          setPrune(currentTarget.checked);
          setPlanned(undefined);
        }}
      />
      {planned === undefined ? null : (
        <Section title={texts.changes}>
          <AppliedChanges applied={planned} />
        </Section>
      )}
      <ApplyBar planned={planned} busy={apply.isPending} isEmpty={text.trim() === ''} />
    </form>
  );
}

interface ApplyBarProps {
  readonly planned: Applied | undefined;
  readonly busy: boolean;
  readonly isEmpty: boolean;
}

/** First what would change, then the change itself, with its number. */
function ApplyBar({ planned, busy, isEmpty }: ApplyBarProps) {
  const texts = useTexts(fileTexts).bring;
  if (planned === undefined)
    return (
      <div className="gw-save-bar">
        <Button type="submit" loading={busy} disabled={isEmpty}>
          {texts.check}
        </Button>
      </div>
    );
  const removed = planned.changes.filter(({ change }) => change === 'removed').length;
  const count = changesOf(planned);
  return (
    <div className="gw-save-bar">
      <Button
        type="submit"
        loading={busy}
        disabled={count === 0 && planned.secrets.length === 0}
        {...(removed === 0 ? {} : { color: 'red' })}
      >
        {count === 0 && planned.secrets.length === 0 ? texts.nothing : texts.apply(count)}
      </Button>
      {removed === 0 ? null : <strong className="gw-bad">{texts.removes(removed)}</strong>}
    </div>
  );
}

const changesOf = ({ changes }: Applied): number => changes.filter(({ change }) => change !== 'unchanged').length;
const given = (secrets: Secrets): Secrets =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));

function objectOf({ value, faults }: ReadFile, sentence: string): object {
  const [first] = faults;
  if (first !== undefined) throw new Error(first.message);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(sentence);
  return value;
}

/** What cannot be read, or what the server has found, at its lines. */
function placed(read: ReadFile, error: Error | null): readonly PlacedFault[] {
  if (error === null) return [];
  return read.faults.length > 0 ? read.faults : faultsOf(error).map(read.place);
}

/** All faults at once, each with the line where it stands above. */
function Faults({ faults, error }: { readonly faults: readonly PlacedFault[]; readonly error: Error | null }) {
  const texts = useTexts(fileTexts).bring;
  if (error === null) return null;
  if (faults.length === 0) return <ProblemAlert error={error} />;
  return (
    <div className="gw-diagnosis" role="alert">
      <strong>{texts.faults(faults.length)}</strong>
      <ul>
        {faults.map(({ line, column, message }) => (
          <li key={`${line} ${column} ${message}`}>
            {texts.goTo(line)}: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface MissingSecretsProps {
  readonly file: unknown;
  readonly value: Secrets;
  readonly onChange: (value: Secrets) => void;
}

/** What the file refers to and nobody has given yet. */
function MissingSecrets({ file, value, onChange }: MissingSecretsProps) {
  const texts = useTexts(fileTexts).bring;
  const api = useApi();
  const names = useMemo(() => secretsIn(file), [file]);
  const { data } = useQuery({
    queryKey: [api.unit, 'secrets'],
    enabled: names.length > 0,
    queryFn: ({ signal }) => api.call('listSecrets', { signal }),
  });
  if (data === undefined) return null;
  const known = new Set(data.data.filter(({ isSet }) => isSet).map(({ name }) => name));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return null;
  return (
    <Section title={texts.secrets} about={texts.secretsAbout} grid>
      {missing.map((name) => (
        <PasswordInput
          key={name}
          label={texts.secret(name)}
          autoComplete="new-password"
          value={value[name] ?? ''}
          onChange={({ currentTarget }) => onChange({ ...value, [name]: currentTarget.value })}
        />
      ))}
    </Section>
  );
}
