import { CloseButton } from '@mantine/core';
import type { Answer } from '../../api/call.ts';
import { Viewer } from '../../components/viewer.tsx';
import { useFormat } from '../../format/format.ts';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { hookTexts } from './texts.ts';

interface HookTestResultProps {
  readonly result: Answer<'testHook'>;
  readonly close: () => void;
}

/** What a test notice was answered, beside the notice itself. */
export function HookTestResult({ result, close }: HookTestResultProps) {
  const texts = useTexts(hookTexts).test;
  const { actions } = useTexts(commonTexts);
  const format = useFormat();
  const { ok, sentence, durationMs, answer, notice } = result;
  return (
    <section className="gw-test" data-ok={ok ? '' : undefined} aria-label={texts.title}>
      <div className="gw-part-head">
        <h2>{texts.title}</h2>
        <CloseButton size="sm" aria-label={actions.close} onClick={close} />
      </div>
      <p role="status">
        <strong>{sentence}</strong> <span className="gw-dimmed">{texts.took(format.duration(durationMs))}</span>
      </p>
      <div className="gw-fields">
        <div>
          <p className="gw-field-label">{texts.notice}</p>
          <Viewer label={texts.notice} body={JSON.stringify(notice)} />
        </div>
        <div>
          <p className="gw-field-label">{texts.answer}</p>
          <Viewer label={texts.answer} body={answer} />
        </div>
      </div>
    </section>
  );
}
