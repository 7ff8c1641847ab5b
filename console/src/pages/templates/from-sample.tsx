import { FileButton, Button, Textarea } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { decodeBody } from '@gangway/language';
import { proposeTemplate, type ProposalNote } from '../../editor/sample/propose-template.ts';
import { useTexts } from '../../texts/language.ts';
import type { Beginning } from './new-template-page.tsx';
import { templateTexts } from './texts.ts';
import { useSamples } from './use-samples.ts';
import { useSettled } from './use-settled.ts';

interface FromSampleProps {
  readonly entity: string;
  readonly made: (beginning: Beginning | undefined) => void;
}

const noDictionaries = {};

/** A sample of the counterparty, and what becomes of each place of it. */
export function FromSample({ entity, made }: FromSampleProps) {
  const texts = useTexts(templateTexts).begin;
  const [sample, setSample] = useState('');
  const settled = useSettled(sample, 200);
  const { samples } = useSamples({ entity, template: undefined, filter: '', added: noDictionaries });
  const { set } = samples;
  const proposed = useMemo(() => {
    if (settled.trim() === '') return undefined;
    const record = set.samples[0]?.run.context['input'] ?? null;
    return proposeTemplate(settled, { record, fields: set.fields, dictionaries: set.dictionaries });
  }, [settled, set]);

  useEffect(() => {
    if (proposed?.ok !== true) {
      made(undefined);
      return;
    }
    const { format, body, charset, dictionaries } = proposed.proposal;
    const own = format === 'xml' ? {} : charset === undefined ? {} : { charset };
    made({ template: { name: '', entity, format, request: { method: 'POST' }, body, ...own }, dictionaries });
  }, [proposed, entity, made]);

  return (
    <>
      <Textarea
        label={texts.paste}
        description={texts.pasteAbout}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        className="gw-mono-input"
        autosize
        minRows={8}
        maxRows={18}
        value={sample}
        onChange={({ currentTarget }) => setSample(currentTarget.value)}
      />
      <div>
        <FileButton onChange={(file) => void readFile(file).then(setSample)} accept=".xml,.json,.isdoc,.txt">
          {(props) => (
            <Button variant="default" size="xs" {...props}>
              {texts.file}
            </Button>
          )}
        </FileButton>
      </div>
      {set.samples.length === 0 ? <p className="gw-dimmed">{texts.noRecord}</p> : null}
      {proposed?.ok === false ? <ProblemAlert error={texts.unreadable(proposed.message)} /> : null}
      {proposed?.ok === true ? (
        <Notes notes={proposed.proposal.notes} dictionaries={Object.keys(proposed.proposal.dictionaries)} />
      ) : null}
    </>
  );
}

/** In the charset that it names itself. */
async function readFile(file: File | null): Promise<string> {
  if (file === null) return '';
  const bytes = new Uint8Array(await file.arrayBuffer());
  return decodeBody(bytes, undefined, ['utf-8', 'windows-1250']) ?? '';
}

function Notes({
  notes,
  dictionaries,
}: {
  readonly notes: readonly ProposalNote[];
  readonly dictionaries: readonly string[];
}) {
  const texts = useTexts(templateTexts).begin;
  const found = notes.filter(({ kind }) => kind !== 'constant').length;
  const how = { value: texts.byValue, name: texts.byName, dictionary: texts.byWord } as const;
  return (
    <section>
      <p role="status">
        <strong>{texts.found(found, notes.length)}</strong>
      </p>
      {dictionaries.length === 0 ? null : <p>{texts.newDictionary(dictionaries.join(', '))}</p>}
      <div className="gw-notes-scroll" tabIndex={0} role="region" aria-label={texts.becomes}>
        <table className="gw-records-table">
          <thead>
            <tr>
              <th scope="col">{texts.place}</th>
              <th scope="col">{texts.sampleValue}</th>
              <th scope="col">{texts.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {notes.map(({ place, sample, kind, expression }, index) => (
              <tr key={`${place}${index}`}>
                <td className="gw-mono">{place}</td>
                <td>{kind === 'loop' ? '' : sample.slice(0, 60)}</td>
                <td>
                  {expression === undefined ? (
                    <span className="gw-dimmed">{texts.kept}</span>
                  ) : (
                    <code>{expression}</code>
                  )}{' '}
                  <span className="gw-dimmed">
                    {kind === 'loop' ? texts.loop(sample) : kind === 'constant' ? '' : how[kind]}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
