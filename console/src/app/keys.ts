import { useEffect, useRef } from 'react';

export interface Binding {
  /** `?`, `j`, `Escape`, or two in a row: `g d`. */
  readonly keys: string;
  /** What it does, for the list of keys; a binding without one is not listed. */
  readonly label?: string;
  readonly act: (event: KeyboardEvent) => void;
}

/** The newest first: a dialog or list answers before the page below it. */
const bound: { current: readonly Binding[] }[] = [];
const sequenceMs = 1_200;
let before = '';
let beforeAt = 0;

/** Whatever takes letters itself. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isChoice(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type);
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) && !isChoice(event.target)) return;
  // What is open over the page has the keys to itself.
  if (document.querySelector('[aria-modal="true"]') !== null) return;
  const sequence = event.timeStamp - beforeAt < sequenceMs ? `${before} ${event.key}` : '';
  before = event.key;
  beforeAt = event.timeStamp;
  const all = bound.flatMap(({ current }) => current);
  const binding = all.find(({ keys }) => keys === sequence) ?? all.find(({ keys }) => keys === event.key);
  if (binding === undefined) return;
  if (binding.keys === sequence) before = '';
  event.preventDefault();
  binding.act(event);
}

/** Binds keys as long as the component is shown. They are single letters, so they are silent while a person types. */
export function useKeys(bindings: readonly Binding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const entry = latest;
    if (bound.length === 0) document.addEventListener('keydown', pressed);
    bound.unshift(entry);
    return () => {
      bound.splice(bound.indexOf(entry), 1);
      if (bound.length === 0) document.removeEventListener('keydown', pressed);
    };
  }, []);
}

/** What `?` shows: every key that does something here and now. */
export function boundKeys(): readonly Binding[] {
  const all = bound.flatMap(({ current }) => current).filter(({ label }) => label !== undefined);
  return all.filter(({ keys }, index) => all.findIndex((other) => other.keys === keys) === index);
}
