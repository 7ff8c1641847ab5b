import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import type { Answer } from '../../api/call.ts';
import { announce } from '../../app/announce.tsx';
import { Icon } from '../../components/icon.tsx';
import { Step, Story } from '../../components/story.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { connectionTexts } from './texts.ts';

export type Diagnosis = Answer<'testConnection'>;

/** At which field the sentence of a failed test stands. */
export function diagnosisOf(diagnosis: Diagnosis | undefined): {
  readonly url?: string;
  readonly authentication?: string;
} {
  const failed = diagnosis?.steps.find(({ ok }) => !ok);
  if (failed === undefined) return {};
  return failed.step === 'authentication' ? { authentication: failed.sentence } : { url: failed.sentence };
}

export function TestButton({ busy, onTest }: { readonly busy: boolean; readonly onTest: () => void }) {
  const texts = useTexts(connectionTexts).test;
  return (
    <Button variant="default" leftSection={<Icon name="activity" />} loading={busy} onClick={onTest}>
      {texts.act}
    </Button>
  );
}

/** The way of a request, step by step, to the first that failed. */
export function TestResult({ diagnosis, close }: { readonly diagnosis: Diagnosis; readonly close: () => void }) {
  const texts = useTexts(connectionTexts).test;
  const { actions } = useTexts(commonTexts);
  const words: Readonly<Record<string, string>> = texts.steps;
  const verdict = diagnosis.ok ? texts.ok : texts.failed;
  const failed = diagnosis.steps.find(({ ok }) => !ok)?.sentence;
  useEffect(() => announce(failed === undefined ? verdict : `${verdict} ${failed}`), [verdict, failed]);
  return (
    <section className="gw-test" data-ok={diagnosis.ok ? '' : undefined} aria-label={texts.title}>
      <div className="gw-part-head">
        <h2>{verdict}</h2>
        <CloseButton size="sm" aria-label={actions.close} onClick={close} />
      </div>
      <Story label={texts.title}>
        {diagnosis.steps.map(({ step, ok, sentence }) => (
          <Step
            key={step}
            icon={ok ? 'check' : 'x'}
            tone={ok ? 'green' : 'red'}
            title={
              <>
                <strong>{words[step] ?? step}</strong> {sentence}
              </>
            }
          />
        ))}
      </Story>
      <p className="gw-dimmed">{texts.note}</p>
    </section>
  );
}
