import { useQuery } from '@tanstack/react-query';
import { useLiveQuery } from '../../../api/live.ts';
import { useApi } from '../../../api/session.ts';

/** What the configuration calls an entity, its types and its statuses. */
export interface Entity {
  readonly name: string;
  readonly title: string;
  readonly types: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<string, string>>;
  /** Whether its records have this property, and may hold this value. */
  readonly propertyChoices: (property: string) => readonly string[];
}

interface Titled {
  readonly title?: string;
}
/** The parts of a definition that pages speak of. */
interface Definition {
  readonly types?: Readonly<Record<string, Titled>>;
  readonly processes?: Readonly<Record<string, { readonly statuses?: Readonly<Record<string, Titled>> }>>;
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

const none: readonly Entity[] = [];

export function useEntities(): readonly Entity[] {
  const api = useApi();
  const queryKey = [api.unit, 'entities-in-force'];
  const { data = none } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await api.call('listEntities', { signal })).data.map(entityOf),
    staleTime: 300_000,
  });
  useLiveQuery('configuration', queryKey);
  return data;
}

function entityOf({ name, title, definition }: { readonly name: string; readonly title: string; readonly definition: object }): Entity {
  // As the entity's own checks have let it in (server/src/records/definition.ts).
  const { types = {}, processes = {}, properties = {} } = definition as Definition;
  return {
    name,
    title,
    types: titles(types),
    // The same status means the same in every process of an entity.
    statuses: Object.assign({}, ...Object.values(processes).map(({ statuses = {} }) => titles(statuses))) as Record<string, string>,
    propertyChoices: (property) => properties[property]?.enum ?? [],
  };
}

function titles(named: Readonly<Record<string, Titled>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(named).map(([name, { title }]) => [name, title ?? name]));
}
