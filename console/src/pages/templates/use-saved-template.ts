import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../api/call.ts';
import { useLiveQuery } from '../../api/live.ts';
import { request } from '../../api/request.ts';
import { useApi } from '../../api/session.ts';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import type { Dictionaries } from '../../editor/preview/samples.ts';

export interface SavedTemplate {
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly body: MessageTemplate;
}

export function useTemplates() {
  const api = useApi();
  useLiveQuery('configuration', [api.unit, 'templates']);
  return useQuery({
    queryKey: [api.unit, 'templates'],
    queryFn: async ({ signal }) => {
      const { data } = await api.call('listTemplates', { signal });
      // The form of a template is the same on both sides (server/src/templates/template.ts).
      return data as readonly SavedTemplate[];
    },
  });
}

export function useSavedTemplate(name: string) {
  const api = useApi();
  useLiveQuery('configuration', [api.unit, 'templates', name]);
  return useQuery({
    queryKey: [api.unit, 'templates', name],
    // The form of a template is the same on both sides (server/src/templates/template.ts).
    queryFn: async ({ signal }) => (await api.call('readTemplate', { path: { name }, signal })) as SavedTemplate,
  });
}

export interface Saving {
  readonly body: MessageTemplate;
  readonly isNew: boolean;
  /** Made together with a new template. */
  readonly dictionaries: Dictionaries;
  readonly reason?: string;
}

/** Saves a template; a new one with the dictionaries that it needs, as a whole or not at all. */
export function useSaveTemplate(saved: (template: SavedTemplate) => void) {
  const { unit } = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, isNew, dictionaries, reason }: Saving): Promise<SavedTemplate> => {
      const address = `/api/v1/${unit}/templates/${encodeURIComponent(body.name)}`;
      const added = Object.entries(dictionaries).map(([name, entries]): Schemas['Dictionary'] => ({ name, entries }));
      if (!isNew || added.length === 0) {
        const query = reason === undefined ? {} : { reason };
        // PUT answers the object as it was saved.
        return (await request('PUT', address, { body, query })) as SavedTemplate;
      }
      const file = { templates: [body], dictionaries: added };
      await request('POST', `/api/v1/${unit}/apply`, { body: { file } });
      return (await request('GET', address)) as SavedTemplate;
    },
    onSuccess: (template) => {
      client.setQueryData([unit, 'templates', template.body.name], template);
      void client.invalidateQueries({ queryKey: [unit, 'templates'] });
      void client.invalidateQueries({ queryKey: [unit, 'samples'] });
      saved(template);
    },
  });
}
