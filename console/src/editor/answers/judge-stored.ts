import { compileTemplate, type FieldType, type Run } from '@gangway/language';
import { judgeAnswer, type Verdict } from '../../../../server/src/deliveries/judge-answer.ts';
import { answerScope } from '../preview/compile-draft.ts';
import type { MessageTemplate } from '../preview/message-draft.ts';

/** An answer of the counterparty, as it was kept. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export interface JudgedAnswers {
  /** Of the response template itself. */
  readonly problems: readonly {
    readonly line: number;
    readonly column: number;
    readonly length?: number;
    readonly message: string;
  }[];
  /** One for each answer; none where the template cannot be compiled. */
  readonly verdicts: readonly Verdict[];
}

const emptyRun: Run = { context: {}, now: '1970-01-01T00:00:00.000Z', seed: '', zone: 'UTC', locale: 'en' };

/** Judges answers with the response template of a draft, by the rules of the server (deliveries/judge-answer). */
export function judgeStored(
  draft: MessageTemplate,
  fields: FieldType,
  dictionaries: readonly string[],
  answers: readonly { readonly answer: StoredAnswer; readonly run: Run | undefined }[],
): JudgedAnswers {
  const scope = answerScope(fields, dictionaries);
  const { response } = draft;
  const compiled = response === undefined ? undefined : compileTemplate({ format: 'json', body: response }, scope);
  if (compiled?.ok === false) return { problems: compiled.problems, verdicts: [] };
  const verdicts = answers.map(({ answer, run = emptyRun }) => {
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), headerText(value)]),
    );
    return judgeAnswer({
      result: {
        kind: 'answered',
        status: answer.status,
        headers,
        body: utf8(answer.body),
        truncated: false,
        timing: noTiming,
      },
      template: compiled?.value,
      templateStatuses: draft.responseStatuses ?? [],
      run: { ...run, everyProblem: false },
      repeats: 'safe',
      nowMs: 0,
    });
  });
  return { problems: [], verdicts };
}

const noTiming = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, totalMs: 0 };

/** It was decoded when it came; what it says of its charset is not so any more. */
function utf8(body: string): Uint8Array {
  return new TextEncoder().encode(body.replace(/^(\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']/, '$1'));
}

function headerText(value: unknown): string {
  if (typeof value === 'string') return value.replace(/;\s*charset=[^;]*/i, '');
  return Array.isArray(value) ? value.map(headerText).join(', ') : '';
}
