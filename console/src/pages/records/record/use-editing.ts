import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../../../api/session.ts';
import { notices } from '../../../app/notices.tsx';
import { useDraft, useUnsaved } from '../../../app/unsaved.tsx';
import { useTexts } from '../../../texts/language.ts';
import { recordKey } from '../data/use-record.ts';
import { beginDraft, bodyOf, type Draft, isChanged, rebase, withChange } from '../model/draft.ts';
import { type GangwayRecord, readRecord, type Value } from '../model/record.ts';
import { recordTexts } from '../texts.ts';

/** What is being typed, and which deliveries are sent again once it is saved. */
interface Kept {
  readonly draft: Draft;
  readonly resend: readonly string[];
}

/** Editing of one record. What was typed outlives a reload and a refusal; it goes only when it is saved or given up. */
export function useEditing(entity: string, record: GangwayRecord) {
  const api = useApi();
  const client = useQueryClient();
  const texts = useTexts(recordTexts).edit;
  const [text, setText, forget] = useDraft(`record/${api.unit}/${entity}/${record.id}`, '');
  const kept = useMemo(() => readKept(text), [text]);
  const keep = (next: Kept | undefined): void => setText(next === undefined ? '' : JSON.stringify(next));
  useUnsaved(kept !== undefined && isChanged(kept.draft));
  const key = recordKey(api.unit, entity, record.id);
  const save = useMutation({
    mutationFn: async ({ draft, resend }: Kept) => {
      const saved = isChanged(draft)
        ? readRecord(
            await api.call('changeRecord', {
              path: { entity },
              query: { id: record.id },
              body: bodyOf(draft.changes),
              headers: { 'if-match': `"${draft.revision}"` },
            }),
          )
        : undefined;
      if (saved !== undefined) client.setQueryData(key, saved);
      // From here on it is saved, whatever becomes of the sending: that is told apart.
      keep(undefined);
      forget();
      const failed = await resendAll(resend, (id) => api.call('resendDelivery', { path: { id }, body: {} }));
      return { changed: saved !== undefined, sent: resend.length - failed.length, failed };
    },
    onSuccess: ({ changed, sent, failed }) => {
      if (changed && failed.length === 0) notices.done(sent > 0 ? texts.savedAndSent : texts.saved);
      else if (sent > 0 && failed.length === 0) notices.done(texts.sent);
      else if (changed) notices.note(texts.saved);
      for (const error of failed) notices.problem(error);
    },
    // A clash of versions is shown field by field as soon as the record of now is here; everything else stands beside its field.
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return {
    draft: kept?.draft,
    resends: kept?.resend.length ?? 0,
    begin: (resend: readonly string[] = []): void => {
      save.reset();
      keep({ draft: kept?.draft ?? beginDraft(record.fields, record.revision), resend });
    },
    change: (path: string, value: Value): void => {
      if (kept !== undefined) keep({ ...kept, draft: withChange(kept.draft, path, value) });
    },
    /** Goes on over the record as it is now, with the others' value where a person says so. */
    settle: (taken: ReadonlySet<string>): void => {
      save.reset();
      if (kept !== undefined) keep({ ...kept, draft: rebase(kept.draft, record.fields, record.revision, taken) });
    },
    giveUp: (): void => {
      save.reset();
      keep(undefined);
      forget();
    },
    save: (): void => {
      if (kept !== undefined) save.mutate(kept);
    },
    saving: save.isPending,
    error: save.error,
  };
}

export type Editing = ReturnType<typeof useEditing>;

async function resendAll(ids: readonly string[], send: (id: string) => Promise<unknown>): Promise<readonly unknown[]> {
  const results = await Promise.allSettled(ids.map(send));
  return results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
}

function readKept(text: string): Kept | undefined {
  if (text === '') return undefined;
  try {
    // Written above, by this version or the one before.
    const kept = JSON.parse(text) as Partial<Kept>;
    return kept.draft === undefined || kept.resend === undefined
      ? undefined
      : { draft: kept.draft, resend: kept.resend };
  } catch {
    return undefined;
  }
}
