import type { PlainInputField, Trigger, ZObject } from 'zapier-platform-core';
import { builtInEntities } from '../entities.ts';
import { readFields } from '../fields.ts';
import { type AnyBundle, call, manage, records, textOf } from '../requests.ts';

interface Choice extends Record<string, unknown> {
  readonly id: string;
  readonly label: string;
}

type List = (z: ZObject, bundle: AnyBundle) => Promise<Choice[]>;

/** What a drop-down lists: no person ever sees it as a trigger. */
function hidden(
  key: string,
  label: string,
  perform: List,
  more: { readonly pages?: true; readonly fields?: readonly PlainInputField[] } = {},
): Trigger {
  return {
    key,
    noun: label,
    display: { label: `List of ${label}`, description: `Lists ${label} for a drop-down.`, hidden: true },
    operation: {
      type: 'polling',
      perform,
      inputFields: [...(more.fields ?? [])],
      ...(more.pages ? { canPaginate: true } : {}),
    },
  };
}

const onlyEntity: PlainInputField = { key: 'entity', label: 'Kind of record', type: 'string', required: false };

export const entities = hidden('entities', 'kinds of records', async (z, bundle) => {
  const { data } = await call<{ data: readonly { name: string; title: string }[] }>(
    z,
    'GET',
    manage(bundle, 'entities'),
  );
  return data.map(({ name, title }) => ({ id: name, label: `${title.charAt(0).toUpperCase()}${title.slice(1)}` }));
});

interface EventKind {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
}

const eventsOf =
  (kinds?: readonly string[]): List =>
  async (z, bundle) => {
    const params = { entity: textOf(bundle, 'entity') };
    const { data } = await call<{ data: readonly EventKind[] }>(z, 'GET', manage(bundle, 'events'), { params });
    return data
      .filter(({ kind }) => kinds?.includes(kind) ?? true)
      .map(({ name, title }) => ({ id: name, label: title }));
  };

export const events = hidden('events', 'events', eventsOf(), { fields: [onlyEntity] });
export const statusEvents = hidden('status_events', 'statuses', eventsOf(['status']), { fields: [onlyEntity] });
export const propertyEvents = hidden('property_events', 'properties', eventsOf(['property']), { fields: [onlyEntity] });

export const views = hidden(
  'views',
  'lists',
  async (z, bundle) => {
    const { data } = await call<{ data: readonly { name: string; title: string; entity: string }[] }>(
      z,
      'GET',
      records(bundle, 'views'),
    );
    const entity = textOf(bundle, 'entity');
    return data.filter((view) => view.entity === entity).map(({ name, title }) => ({ id: name, label: title }));
  },
  { fields: [onlyEntity] },
);

export const searchableFields = hidden(
  'searchable_fields',
  'fields',
  async (z, bundle) => {
    const fields = await readFields(z, bundle, textOf(bundle, 'entity'));
    return fields
      .filter(({ key, type, list }) => !key.includes('[]') && type !== 'object' && (!list || key === 'tags'))
      .map(({ key, label }) => ({ id: key, label }));
  },
  { fields: [onlyEntity] },
);

interface Options {
  readonly data: readonly { readonly value: number; readonly label: string }[];
  readonly nextCursor: string | null;
}

const pageSize = 100;

/** One page of the records of an entity. Zapier counts its pages and keeps nothing between them, so the way to a page is gone anew. */
async function optionsOf(z: ZObject, bundle: AnyBundle, entity: string): Promise<Choice[]> {
  const path = manage(bundle, `entities/${encodeURIComponent(entity)}/options`);
  let cursor: string | undefined;
  // `page` is missing where Zapier does not count, as in a test.
  const { page = 0 } = bundle.meta as Partial<AnyBundle['meta']>;
  for (let before = 0; ; before += 1) {
    const { data, nextCursor } = await call<Options>(z, 'GET', path, { params: { limit: pageSize, cursor } });
    if (before === page) return data.map(({ value, label }) => ({ id: String(value), label }));
    if (nextCursor === null) return [];
    cursor = nextCursor;
  }
}

export const recordOptions = hidden(
  'records',
  'records',
  (z, bundle) => optionsOf(z, bundle, textOf(bundle, 'entity')),
  {
    pages: true,
    fields: [onlyEntity],
  },
);

/** `options_companies` and its like: what a field that refers to another record offers. */
export const optionTriggers: readonly Trigger[] = [...builtInEntities].map((entity) =>
  hidden(`options_${entity}`, entity, (z, bundle) => optionsOf(z, bundle, entity), { pages: true }),
);
