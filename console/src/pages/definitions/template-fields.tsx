import { Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { faultsOf } from '../../components/problem-alert.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { Section } from '../integration/section.tsx';
import type { PartProps } from './caller-fields.tsx';
import type { Sample } from './definition.ts';
import { definitionTexts } from './texts.ts';

const CodeText = lazy(() => import('../integration/code-text.tsx'));

interface TemplatePartProps extends PartProps {
  readonly error: Error | null;
}

/** Faults of one template at their lines. */
const placed = (error: Error | null, path: string) =>
  faultsOf(error).flatMap((fault) =>
    fault.path === path ? [{ line: fault.line ?? 1, column: fault.column ?? 1, message: fault.message }] : [],
  );

/** How a message is read into changes of records. */
export function ReadSection({ body, change, faults, error }: TemplatePartProps) {
  const texts = useTexts(definitionTexts).form;
  const repeatError = faults('repeat');
  return (
    <Section title={texts.read} about={texts.readAbout}>
      <Suspense fallback={<PageSkeleton lines={6} />}>
        <CodeText
          label={texts.read}
          value={body.read}
          format="json"
          faults={placed(error, 'read')}
          onChange={(read) => change({ ...body, read })}
        />
      </Suspense>
      <TextInput
        mt="md"
        label={texts.repeat}
        description={texts.repeatAbout}
        value={body.repeat ?? ''}
        onChange={({ currentTarget }) => change(withField(body, 'repeat', orNothing(currentTarget.value)))}
        {...(repeatError === undefined ? {} : { error: repeatError })}
      />
    </Section>
  );
}

type Which = 'accepted' | 'refused';

export function AnswersSection({ body, change, faults, error }: TemplatePartProps) {
  const texts = useTexts(definitionTexts).form;
  return (
    <Section title={texts.answers} about={texts.answersAbout}>
      <OneAnswer which="accepted" {...{ body, change, faults, error }} />
      <OneAnswer which="refused" {...{ body, change, faults, error }} />
    </Section>
  );
}

function OneAnswer({ which, body, change, error }: TemplatePartProps & { readonly which: Which }) {
  const texts = useTexts(definitionTexts).form;
  const answer = body.answer?.[which];
  const set = (next: typeof answer): void => {
    const both = withField(body.answer ?? {}, which, next);
    change(withField(body, 'answer', Object.keys(both).length === 0 ? undefined : both));
  };
  return (
    <fieldset className="gw-delivery">
      <legend>{texts[which]}</legend>
      <Switch
        label={texts.own}
        checked={answer !== undefined}
        onChange={({ currentTarget: { checked } }) => set(checked ? { format: 'text', body: 'OK' } : undefined)}
      />
      {answer === undefined ? null : (
        <>
          <div className="gw-fields gw-answer-fields">
            <Select
              label={texts.format}
              data={['json', 'xml', 'text'] as const}
              value={answer.format}
              allowDeselect={false}
              onChange={(format) => set({ ...answer, format: format ?? 'text' })}
            />
            <NumberInput
              label={texts.status}
              placeholder={which === 'accepted' ? '200' : '422'}
              value={answer.status ?? ''}
              onChange={(status) => set(withField(answer, 'status', status === '' ? undefined : Number(status)))}
            />
          </div>
          <Suspense fallback={<PageSkeleton lines={4} />}>
            <CodeText
              label={`${texts[which]}: ${texts.body}`}
              value={answer.body}
              format={answer.format}
              lines={7}
              faults={placed(error, `answer.${which}.body`)}
              onChange={(text) => set({ ...answer, body: text })}
            />
          </Suspense>
        </>
      )}
    </fieldset>
  );
}

export function SamplesSection({ body, change, faults }: PartProps) {
  const texts = useTexts(definitionTexts).form;
  const samples = body.samples ?? [];
  const set = (next: readonly Sample[]): void =>
    change(withField(body, 'samples', next.length === 0 ? undefined : next));
  return (
    <Section title={texts.samples} about={texts.samplesAbout}>
      {samples.map((sample, at) => (
        <fieldset key={at} className="gw-delivery">
          <legend>{texts.sample(at + 1)}</legend>
          <SampleFields
            sample={sample}
            error={faults(`samples[${at}]`)}
            change={(next) => set(samples.map((one, index) => (index === at ? next : one)))}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Icon name="x" size={14} />}
            onClick={() => set(samples.filter((_one, index) => index !== at))}
          >
            {texts.removeSample(at + 1)}
          </Button>
        </fieldset>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => set([...samples, { name: texts.sample(samples.length + 1), body: '' }])}
      >
        {texts.addSample}
      </Button>
    </Section>
  );
}

interface SampleFieldsProps {
  readonly sample: Sample;
  readonly error: string | undefined;
  readonly change: (sample: Sample) => void;
}

function SampleFields({ sample, error, change }: SampleFieldsProps) {
  const texts = useTexts(definitionTexts).form;
  return (
    <div className="gw-fields">
      <TextInput
        label={texts.sampleName}
        value={sample.name}
        onChange={({ currentTarget }) => change({ ...sample, name: currentTarget.value })}
      />
      <Select
        label={texts.expect}
        data={[
          { value: 'accepted', label: texts.expectAccepted },
          { value: 'refused', label: texts.expectRefused },
        ]}
        value={sample.expect ?? 'accepted'}
        allowDeselect={false}
        onChange={(expect) => change(withField(sample, 'expect', expect === 'refused' ? 'refused' : undefined))}
      />
      <TextInput
        label={texts.samplePath}
        value={sample.path ?? ''}
        onChange={({ currentTarget }) => change(withField(sample, 'path', orNothing(currentTarget.value)))}
      />
      <Textarea
        className="gw-wide gw-mono-field"
        label={texts.sampleBody}
        autosize
        minRows={2}
        maxRows={14}
        value={sample.body ?? ''}
        onChange={({ currentTarget: { value } }) => change(withField(sample, 'body', value === '' ? undefined : value))}
        {...(error === undefined ? {} : { error })}
      />
    </div>
  );
}
