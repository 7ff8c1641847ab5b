import type { FieldType, Run, Traced } from '@gangway/language';
import { composeMessage } from '../../../../server/src/deliveries/compose-message.ts';
import { compileDraft, type CompiledDraft, type PlacedProblem } from './compile-draft.ts';
import type { MessageTemplate } from './message-draft.ts';
import type { SampleSet } from './samples.ts';

/** What became of one record. */
export interface RecordPreview {
  readonly label: string;
  readonly registration: string;
  readonly id: number;
  readonly problems: readonly PlacedProblem[];
  /** Characters of the message; 0 where there is none. */
  readonly length: number;
}

/** The record that is looked at: its message with all that is known of where it comes from. */
export interface ShownPreview extends Traced {
  readonly index: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  } | null;
}

export interface DraftPreview {
  /** Of the template itself: nothing was rendered where there are some. */
  readonly problems: readonly PlacedProblem[];
  readonly records: readonly RecordPreview[];
  readonly shown: ShownPreview | undefined;
}

const noConnection = { url: '', method: 'POST', headers: [], query: [] };

/** Renders a draft on every sample, and follows it on the one that is looked at. Pure. */
export function renderDraft(draft: MessageTemplate, set: SampleSet, shown: number): DraftPreview {
  const compiled = compileDraft(draft, set.fields, Object.keys(set.dictionaries));
  const { message } = compiled;
  if (message === undefined) return { problems: compiled.problems, records: [], shown: undefined };
  const records = set.samples.map(({ label, registration, id, run }): RecordPreview => {
    const composed = composeMessage(message, noConnection, run);
    if (!composed.ok) return { label, registration, id, problems: composed.problems, length: 0 };
    return { label, registration, id, problems: [], length: composed.message.body?.length ?? 0 };
  });
  const sample = set.samples[shown];
  return {
    problems: [],
    records,
    shown: sample === undefined ? undefined : { index: shown, ...showRecord(compiled, sample.run) },
  };
}

function showRecord({ body, message }: CompiledDraft, run: Run): Omit<ShownPreview, 'index'> {
  const traced = body?.trace(run) ?? { text: '', spans: [], problems: [] };
  const composed = composeMessage(message && { ...message, body: undefined }, noConnection, run);
  if (!composed.ok) return { ...traced, request: null };
  const { method, url, headers } = composed.message;
  return { ...traced, request: { method, url, headers } };
}

/** What a template may name of a record of these fields. */
export type Fields = FieldType;
