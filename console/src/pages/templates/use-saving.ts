import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Problem } from '../../api/problem.ts';
import { notices } from '../../app/notices.tsx';
import type { Dictionaries } from '../../editor/preview/samples.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';
import type { TemplateDraft } from './use-draft-template.ts';
import { type SavedTemplate, useSaveTemplate } from './use-saved-template.ts';

export interface Saving {
  readonly save: (reason?: string) => Promise<void>;
  readonly isPending: boolean;
  /** Of the last attempt, until something is changed. */
  readonly error: Error | null;
  /** Golden records come out differently: it is saved with a reason only. */
  readonly needsReason: boolean;
  readonly dropReason: () => void;
}

/** Saving, with the one question that it may lead to. */
export function useSaving(edited: TemplateDraft, saved: SavedTemplate | undefined, dictionaries: Dictionaries): Saving {
  const texts = useTexts(templateTexts);
  const [, navigate] = useLocation();
  const [refusedDraft, setRefusedDraft] = useState<string>();
  const [created, setCreated] = useState<string>();
  const [needsReason, setNeedsReason] = useState(false);
  const text = JSON.stringify(edited.draft);
  const mutation = useSaveTemplate(({ version, body }) => {
    edited.forget();
    setNeedsReason(false);
    notices.done(texts.saved(body.name, version));
    if (saved === undefined) setCreated(body.name);
  });
  // In an effect: by then nobody is asked about leaving what is saved.
  useEffect(() => {
    if (created !== undefined) navigate(`/templates/${encodeURIComponent(created)}`, { replace: true });
  }, [created, navigate]);
  const save = async (reason?: string): Promise<void> => {
    try {
      const more = reason === undefined ? {} : { reason };
      await mutation.mutateAsync({ body: edited.draft, isNew: saved === undefined, dictionaries, ...more });
    } catch (refused) {
      setRefusedDraft(text);
      if (wantsReason(refused)) setNeedsReason(true);
      else if (reason !== undefined) throw refused;
    }
  };
  const isOfDraft = refusedDraft === text && !wantsReason(mutation.error);
  return {
    save,
    isPending: mutation.isPending,
    error: isOfDraft ? mutation.error : null,
    needsReason,
    dropReason: () => setNeedsReason(false),
  };
}

/** The server asks why a template makes other messages of its golden records. */
function wantsReason(error: unknown): boolean {
  return error instanceof Problem && error.faults.some(({ message }) => message.includes('"reason"'));
}
