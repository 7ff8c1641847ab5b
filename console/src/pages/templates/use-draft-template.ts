import { useCallback, useMemo, useState } from 'react';
import { useUnsaved } from '../../app/unsaved.tsx';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';

export interface TemplateDraft {
  readonly draft: MessageTemplate;
  readonly change: (draft: MessageTemplate) => void;
  readonly isDirty: boolean;
  /** Somebody else has saved another version since this draft was begun. */
  readonly isBehind: boolean;
  readonly forget: () => void;
}

/** A draft as text, and the version that it was begun on. */
interface Kept {
  readonly text: string;
  readonly version: number;
}

/** What stands in the editor over what is saved; it outlives a reload until it is saved or discarded. */
export function useDraftTemplate(key: string, stored: MessageTemplate, version: number | undefined): TemplateDraft {
  const name = `gangway.draft/template/${key}`;
  const [kept, setKept] = useState<Kept | undefined>(() => readKept(name));
  const [isGone, setIsGone] = useState(false);
  const storedText = useMemo(() => JSON.stringify(stored), [stored]);
  const isDirty = kept !== undefined && kept.text !== storedText;
  const text = isDirty ? kept.text : undefined;
  // It was written here.
  const draft = useMemo(() => (text === undefined ? stored : (JSON.parse(text) as MessageTemplate)), [text, stored]);
  const isNew = version === undefined;
  useUnsaved((isDirty || isNew) && !isGone);

  const change = useCallback(
    (next: MessageTemplate) =>
      setKept((before) => {
        const made = { text: JSON.stringify(next), version: before?.version ?? version ?? 0 };
        sessionStorage.setItem(name, JSON.stringify(made));
        return made;
      }),
    [name, version],
  );
  const forget = useCallback(() => {
    sessionStorage.removeItem(name);
    setIsGone(isNew);
    setKept(undefined);
  }, [name, isNew]);
  return { draft, change, isDirty, isBehind: isDirty && kept.version !== (version ?? 0), forget };
}

function readKept(name: string): Kept | undefined {
  try {
    // It was written here.
    return (JSON.parse(sessionStorage.getItem(name) ?? 'null') as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}
