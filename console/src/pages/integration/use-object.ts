import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer, Schemas } from '../../api/call.ts';
import { useLiveQuery } from '../../api/live.ts';
import { Problem } from '../../api/problem.ts';
import { request } from '../../api/request.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { useUnsaved } from '../../app/unsaved.tsx';
import { useTexts } from '../../texts/language.ts';
import { integrationTexts } from './texts.ts';

export interface Bodies {
  readonly connections: Schemas['Connection'];
  readonly dictionaries: Schemas['Dictionary'];
  readonly triggers: Schemas['Trigger'];
  readonly definitions: Schemas['ApiDefinition'];
}
export type Kind = keyof Bodies;

export interface Stored<K extends Kind> {
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly body: Bodies[K];
}

/** All objects of one kind, by name. They are few, so that every page reads them whole. */
export function useObjects<K extends Kind>(kind: K) {
  const { unit } = useApi();
  useLiveQuery('configuration', [unit, kind]);
  return useQuery({
    queryKey: [unit, kind],
    queryFn: async ({ signal }) => {
      // The address of each kind answers its own bodies (openapi.json).
      const { data } = (await request('GET', `/api/v1/${unit}/${kind}`, { signal })) as { data: readonly Stored<K>[] };
      return data;
    },
  });
}

/** One object as it is stored. */
export function useObject<K extends Kind>(kind: K, name: string) {
  const { unit } = useApi();
  useLiveQuery('configuration', [unit, kind]);
  return useQuery({
    queryKey: [unit, kind, name],
    queryFn: async ({ signal }) =>
      // The address of each kind answers its own bodies (openapi.json).
      (await request('GET', `/api/v1/${unit}/${kind}/${encodeURIComponent(name)}`, { signal })) as Stored<K>,
  });
}

export interface Draft<Body> {
  readonly body: Body;
  readonly change: (body: Body) => void;
  readonly isDirty: boolean;
  /** Somebody else has saved another version since this one was begun. */
  readonly isBehind: boolean;
  readonly reset: () => void;
}

/** What a person changes on a page, over what is stored. It stays when somebody else saves meanwhile, and says so. */
export function useBodyDraft<Body>(stored: Body, version: number): Draft<Body> {
  const [edited, setEdited] = useState<{ readonly body: Body; readonly version: number }>();
  const isDirty = edited !== undefined && JSON.stringify(edited.body) !== JSON.stringify(stored);
  useUnsaved(isDirty);
  return {
    body: isDirty ? edited.body : stored,
    change: (body) => setEdited((before) => ({ body, version: before?.version ?? version })),
    isDirty,
    isBehind: isDirty && edited.version !== version,
    reset: () => setEdited(undefined),
  };
}

export interface Saving<K extends Kind> {
  readonly body: Bodies[K];
  /** Values by the names of secrets; they are sealed at once. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly isNew?: boolean;
  readonly reason?: string;
}

/** Saves one object as an integration file with it alone would, with its secrets, as a whole or not at all. */
export function useSave<K extends Kind>(kind: K, saved: (name: string) => void = () => undefined) {
  const api = useApi();
  const client = useQueryClient();
  const texts = useTexts(integrationTexts);
  return useMutation({
    mutationFn: async ({ body, secrets = {}, isNew = false }: Saving<K>): Promise<Answer<'applyIntegrationFile'>> => {
      if (isNew && (await exists(api.unit, kind, body.name))) throw taken(texts.taken(body.name));
      try {
        return await api.call('applyIntegrationFile', { body: { file: { [kind]: [body] }, secrets } });
      } catch (error) {
        throw withOwnPaths(error, `${kind}[0]`);
      }
    },
    onSuccess: (applied, { body }) => {
      void client.invalidateQueries({ queryKey: [api.unit, kind] });
      notices.done(texts.saved(body.name));
      for (const warning of applied.warnings) notices.note(warning);
      saved(body.name);
    },
  });
}

async function exists(unit: number, kind: Kind, name: string): Promise<boolean> {
  const { data } = (await request('GET', `/api/v1/${unit}/${kind}`)) as { data: readonly Stored<Kind>[] };
  return data.some(({ body }) => body.name === name);
}

function taken(message: string): Problem {
  return new Problem({
    code: 'already-exists',
    status: 409,
    title: message,
    detail: message,
    faults: [{ path: 'name', message }],
  });
}

/** The places of faults in a file with one object, as places in that object: `connections[0].url` is `url`. */
export function withOwnPaths(error: unknown, prefix: string): unknown {
  if (!(error instanceof Problem)) return error;
  const own = (path: string): string => (path.startsWith(prefix) ? path.slice(prefix.length).replace(/^\./, '') : path);
  const { code, status, title, message } = error;
  return new Problem({
    ...{ code, status, title },
    detail: message.replaceAll(`${prefix}.`, '').replaceAll(` at ${prefix}:`, ':'),
    faults: error.faults.map((fault) => (fault.path === undefined ? fault : { ...fault, path: own(fault.path) })),
    cause: error,
  });
}

/** Deletes one object; refused, with the sentence that names what, while something needs it. */
export function useRemove(kind: Kind) {
  const { unit } = useApi();
  const client = useQueryClient();
  return async (name: string): Promise<void> => {
    await request('DELETE', `/api/v1/${unit}/${kind}/${encodeURIComponent(name)}`);
    client.removeQueries({ queryKey: [unit, kind, name] });
    await client.invalidateQueries({ queryKey: [unit, kind] });
  };
}
