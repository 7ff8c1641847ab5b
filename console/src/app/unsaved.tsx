import { Button, Group, Modal } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { AroundNavHandler } from 'wouter';
import { useTexts } from '../texts/language.ts';
import { appTexts } from './texts.ts';

const dirty = new Set<object>();
let asked: (() => void) | undefined;
const listeners = new Set<() => void>();

function ask(go: (() => void) | undefined): void {
  asked = go;
  for (const listener of listeners) listener();
}

/** Every way to another page within the console leads through here; what is not saved is asked about first. */
export const guardLeaving: AroundNavHandler = (navigate, to, options) => {
  const go = (): void => navigate(to, options);
  // A filter in the address bar is no other page.
  const samePage = to.startsWith('?') || to.split('?')[0] === window.location.pathname;
  if (dirty.size === 0 || samePage) go();
  else ask(go);
};

/** Call it with true while a page holds something that would be lost. */
export function useUnsaved(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const mark = {};
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    dirty.add(mark);
    window.addEventListener('beforeunload', warn);
    return () => {
      dirty.delete(mark);
      window.removeEventListener('beforeunload', warn);
    };
  }, [isDirty]);
}

export function UnsavedDialog() {
  const go = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => asked,
  );
  const texts = useTexts(appTexts).unsaved;
  const stay = (): void => ask(undefined);
  return (
    <Modal opened={go !== undefined} onClose={stay} title={texts.title}>
      <p>{texts.detail}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={stay} data-autofocus>
          {texts.stay}
        </Button>
        <Button
          color="red"
          onClick={() => {
            dirty.clear();
            ask(undefined);
            go?.();
          }}
        >
          {texts.leave}
        </Button>
      </Group>
    </Modal>
  );
}

/** A text that outlives a reload, the back button and an ended session, until it is saved: `const [text, setText, forget] = useDraft('template/x', stored)`. */
export function useDraft(key: string, stored: string): readonly [string, (text: string) => void, () => void] {
  const name = `gangway.draft/${key}`;
  const [text, setText] = useState(() => sessionStorage.getItem(name) ?? stored);
  const change = (next: string): void => {
    setText(next);
    if (next === stored) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, next);
  };
  return [text, change, () => sessionStorage.removeItem(name)];
}
