import { useCallback, useMemo, useState } from 'react';
import { useDraft, useUnsaved } from '../../app/unsaved.tsx';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';

export interface TemplateDraft {
  readonly draft: MessageTemplate;
  readonly change: (draft: MessageTemplate) => void;
  readonly isDirty: boolean;
  readonly forget: () => void;
}

/** What stands in the editor; it outlives a reload until it is saved. */
export function useDraftTemplate(key: string, stored: MessageTemplate, isNew: boolean): TemplateDraft {
  const storedText = useMemo(() => JSON.stringify(stored), [stored]);
  const [text, setText, forgetText] = useDraft(`template/${key}`, storedText);
  const draft = useMemo(() => readDraft(text, stored), [text, stored]);
  const isDirty = text !== storedText;
  const [isGone, setIsGone] = useState(false);
  useUnsaved((isDirty || isNew) && !isGone);
  const change = useCallback((next: MessageTemplate) => setText(JSON.stringify(next)), [setText]);
  const forget = useCallback(() => {
    forgetText();
    setIsGone(isNew);
    setText(storedText);
  }, [forgetText, setText, storedText, isNew]);
  return { draft, change, isDirty, forget };
}

function readDraft(text: string, stored: MessageTemplate): MessageTemplate {
  try {
    // It was written here.
    return JSON.parse(text) as MessageTemplate;
  } catch {
    return stored;
  }
}
