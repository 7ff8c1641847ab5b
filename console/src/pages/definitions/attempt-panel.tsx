import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { Viewer } from '../../components/viewer.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { Section } from '../integration/section.tsx';
import { ResultsTable } from './results-table.tsx';
import { withOwnPaths } from '../integration/use-object.ts';
import type { Definition } from './definition.ts';
import { definitionTexts } from './texts.ts';

type Preview = Answer<'previewDefinition'>;

/** A message of one's own through the definition: what is read, what would become of the records, what is answered. */
export function AttemptPanel({ definition }: { readonly definition: Definition }) {
  const texts = useTexts(definitionTexts).attempt;
  const api = useApi();
  const samples = definition.samples ?? [];
  const [first] = samples;
  const [body, setBody] = useState(first?.body ?? '');
  const [path, setPath] = useState(first?.path ?? '');
  const [method, setMethod] = useState(definition.methods?.[0] ?? 'POST');
  const attempt = useMutation({
    mutationFn: async () => {
      const given = { definition, method, ...(body === '' ? {} : { body }), ...(path === '' ? {} : { path }) };
      try {
        return await api.call('previewDefinition', { path: { name: definition.name }, body: given });
      } catch (error) {
        throw withOwnPaths(error, 'definition');
      }
    },
  });
  const take = (name: string | null): void => {
    const sample = samples.find((one) => one.name === name);
    if (sample === undefined) return;
    setBody(sample.body ?? '');
    setPath(sample.path ?? '');
    setMethod(sample.method ?? definition.methods?.[0] ?? 'POST');
  };
  return (
    <div className="gw-halves">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <p className="gw-dimmed">{texts.about}</p>
        <div className="gw-fields">
          {samples.length === 0 ? null : (
            <Select
              label={texts.from}
              data={samples.map(({ name }) => name)}
              defaultValue={first?.name ?? null}
              onChange={take}
            />
          )}
          <Select
            label={texts.method}
            data={[...(definition.methods ?? ['POST'])]}
            value={method}
            allowDeselect={false}
            onChange={(chosen) => setMethod(chosen ?? 'POST')}
          />
          <TextInput
            label={texts.path}
            placeholder={definition.path}
            value={path}
            onChange={({ currentTarget }) => setPath(currentTarget.value)}
          />
          <Textarea
            className="gw-wide gw-mono-field"
            label={texts.body}
            autosize
            minRows={8}
            maxRows={24}
            value={body}
            onChange={({ currentTarget }) => setBody(currentTarget.value)}
          />
        </div>
        <Button mt="md" type="submit" leftSection={<Icon name="play" />} loading={attempt.isPending}>
          {texts.act}
        </Button>
      </form>
      <div>
        <ProblemAlert error={attempt.error} />
        {attempt.data === undefined ? null : <Outcome preview={attempt.data} />}
      </div>
    </div>
  );
}

function Outcome({ preview }: { readonly preview: Preview }) {
  const texts = useTexts(definitionTexts).attempt;
  const { outcome, sentence, results, answer, faults, repeatOf, input } = preview;
  return (
    <>
      <Section title={texts.outcome}>
        <p className={outcome === 'accepted' ? 'gw-good-note' : 'gw-diagnosis'} role="status">
          {sentence} {repeatOf === null ? '' : texts.repeatOf}
        </p>
        <FaultList faults={faults} said={sentence} />
      </Section>
      <Section title={texts.changes}>
        {results.length === 0 ? (
          <p className="gw-dimmed">{texts.noChanges}</p>
        ) : (
          <ResultsTable results={results} planned />
        )}
      </Section>
      {answer === null ? null : (
        <Section title={texts.answer}>
          <p>{texts.status(answer.status)}</p>
          <Viewer
            label={texts.answer}
            body={answer.body}
            headers={{ 'content-type': answer.contentType, ...answer.headers }}
          />
        </Section>
      )}
      <details className="gw-fold">
        <summary>{texts.input}</summary>
        <Viewer label={texts.input} body={JSON.stringify(input)} />
      </details>
    </>
  );
}

interface FaultListProps {
  readonly faults: Preview['faults'];
  /** The sentence above; it is not said twice. */
  readonly said: string;
}

export function FaultList({ faults, said }: FaultListProps) {
  const texts = useTexts(definitionTexts).attempt;
  const words = useTexts(commonTexts).faults;
  const rest = faults.filter(({ message }) => !said.includes(message));
  if (rest.length === 0) return null;
  return (
    <ul aria-label={texts.faults}>
      {rest.map(({ message, path, line, column }) => (
        <li key={`${path ?? ''} ${line ?? ''} ${message}`}>
          {message}{' '}
          <span className="gw-dimmed">
            {path === undefined ? '' : texts.at(path)} {line === undefined ? '' : words.atLine(line, column)}
          </span>
        </li>
      ))}
    </ul>
  );
}
