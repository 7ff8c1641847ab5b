import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../api/call.ts';
import { useApi } from '../../../api/session.ts';

export type Field = Answer<'readEntityFields'>['data'][number];

const none: readonly Field[] = [];

/** The fields of an entity, or of one of its types. */
export function useFields(entity: string, type: string | undefined, enabled = true): readonly Field[] {
  const api = useApi();
  const { data = none } = useQuery({
    queryKey: [api.unit, 'fields', entity, type],
    queryFn: async ({ signal }) => {
      const query = type === undefined ? {} : { type };
      return (await api.call('readEntityFields', { path: { name: entity }, query, signal })).data;
    },
    staleTime: 300_000,
    enabled,
  });
  return data;
}

/** What Gangway keeps by itself, or what has its own way on the page (a status is changed by its buttons). */
const kept = /^(?:id|registration|revision|createdAt|updatedAt|status|statusDate|type|(?:process|interval|acl|exports)\b.*)$/;

/** Fields that a person fills in; items of lists are edited with their list. */
export function isEditable({ key, readOnly, type }: Field): boolean {
  return !readOnly && !kept.test(key) && !key.includes('[]') && !(type === 'object');
}

/** The fields of the items of a list: `lines[].name`. */
export function itemFields(fields: readonly Field[], list: string): readonly Field[] {
  return fields.filter(({ key }) => key.startsWith(`${list}[].`) && !key.slice(list.length + 3).includes('[]'));
}

export const lastOf = (key: string): string => key.split('.').at(-1) ?? key;
