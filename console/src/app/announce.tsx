import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Told politely by screen readers: a state that changed, rows that were found. */
export function announce(text: string): void {
  // The same sentence twice is told twice only when the region changes.
  said = said === text ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => said,
  );
  return (
    <div className="gw-hidden" aria-live="polite" aria-atomic="true">
      {text}
    </div>
  );
}
