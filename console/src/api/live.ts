import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useApi } from './session.ts';

/** What the server tells while a page is open (`GET /api/v1/{unit}/live`): a hint to read again, never data. */
export interface LiveEvents {
  readonly deliveries: { readonly ids: readonly string[]; readonly more: boolean };
  readonly records: { readonly entity: string; readonly ids: readonly number[]; readonly more: boolean };
  readonly alerts: object;
  readonly connections: { readonly names: readonly string[] };
  readonly configuration: { readonly kind: string; readonly name: string };
  readonly jobs: { readonly ids: readonly string[] };
}
export type LiveKind = keyof LiveEvents;

const kinds = ['deliveries', 'records', 'alerts', 'connections', 'configuration', 'jobs'] as const satisfies LiveKind[];
type Listener = (kind: LiveKind, hint: LiveEvents[LiveKind]) => void;

const listeners = new Set<Listener>();

/** Whether changes arrive by themselves at the moment. */
export const LiveContext = createContext(true);
export const useIsLive = (): boolean => useContext(LiveContext);

/** Calls back with every hint of one kind, as long as the component is shown. */
export function useLiveEvent<Kind extends LiveKind>(kind: Kind, heard: (hint: LiveEvents[Kind]) => void): void {
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  useEffect(() => {
    const listener: Listener = (given, hint) => {
      // A hint has the shape of its kind (see kinds above).
      if (given === kind) latest.current(hint as LiveEvents[Kind]);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [kind]);
}

/** Reads a query again whenever something of this kind has changed: `useLiveQuery('alerts', ['alerts'])`. */
export function useLiveQuery(kind: LiveKind, queryKey: readonly unknown[]): void {
  const client = useQueryClient();
  useLiveEvent(kind, () => void client.invalidateQueries({ queryKey }));
}

/**
 * Holds the one connection of this page. A tab that nobody looks at lets go of it: a browser keeps no more than six to one server over HTTP/1.1, for all of its
 * tabs together. When it comes back everything that is shown is read again, since hints were missed.
 */
export function useLiveConnection(): boolean {
  const { unit } = useApi();
  const client = useQueryClient();
  const [on, setOn] = useState(true);
  useEffect(() => {
    let source: EventSource | undefined;
    let missed = false;
    const close = (): void => {
      source?.close();
      source = undefined;
      missed = true;
    };
    const open = (): void => {
      if (source !== undefined || document.hidden) return;
      const opened = new EventSource(`/api/v1/${unit}/live`);
      source = opened;
      opened.onopen = () => {
        setOn(true);
        if (missed) void client.invalidateQueries();
        missed = false;
      };
      opened.onerror = () => {
        missed = true;
        setOn(false);
      };
      // Hints were lost on the way.
      opened.addEventListener('reset', () => void client.invalidateQueries());
      for (const kind of kinds)
        opened.addEventListener(kind, (event: MessageEvent<string>) => {
          const hint = JSON.parse(event.data) as LiveEvents[LiveKind];
          for (const listener of listeners) listener(kind, hint);
        });
    };
    const look = (): void => (document.hidden ? close() : open());
    open();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      close();
    };
  }, [unit, client]);
  return on;
}
