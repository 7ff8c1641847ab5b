import type {
  FieldType,
  IDataObject,
  ILoadOptionsFunctions,
  INodeListSearchResult,
  INodePropertyOptions,
  ResourceMapperField,
  ResourceMapperFields,
} from 'n8n-workflow';
import { gangwayRequest } from './transport';

interface Named {
  readonly name: string;
  readonly title: string;
}

interface List<Row> {
  readonly data: readonly Row[];
}

/** `GET .../entities/{entity}/fields`: a field as a form shows it. */
export interface GangwayField {
  readonly key: string;
  readonly label: string;
  readonly format: string | null;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly choices: readonly string[] | null;
  readonly types: { readonly n8n: FieldType };
}

const byName = (one: INodePropertyOptions, other: INodePropertyOptions): number => one.name.localeCompare(other.name);

export async function getEntities(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data } = await gangwayRequest<List<Named>>(this, { path: '/api/v1/{unit}/entities' });
  return data.map(({ name, title }) => ({ name: capitalised(title), value: name, description: name })).sort(byName);
}

export async function getViews(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data } = await gangwayRequest<List<Named>>(this, { path: '/rest/v1/{unit}/views' });
  return data.map(({ name, title }) => ({ name: title, value: name, description: name })).sort(byName);
}

export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data } = await gangwayRequest<List<Named & { description: string }>>(this, { path: '/api/v1/{unit}/events' });
  return data.map(({ name, title, description }) => ({ name: title, value: name, description })).sort(byName);
}

/** The types of the entity that is chosen; none where it has none. */
export async function getTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const fields = await fieldsOf(this, entityOf(this), '');
  if (!fields.some(({ key, choices }) => key === 'type' && choices !== null)) return [];
  return optionsOf(this, entityOf(this), 'type');
}

/** The fields of the chosen entity and type, for the form in which a person maps them. */
export async function getRecordFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
  const entity = entityOf(this);
  const type = parameterOf(this, 'recordType');
  const isUpsert = parameterOf(this, 'operation') === 'upsert';
  const fields = (await fieldsOf(this, entity, type)).filter((field) => isWritable(field, type, isUpsert));
  return { fields: await Promise.all(fields.map((field) => mapperField(this, entity, type, field))) };
}

/** What stands inside the items of a list (`lines[].name`) is written as a whole; the type, and for an upsert the registration, have parameters of their own. */
function isWritable({ key, readOnly }: GangwayField, type: string, isUpsert: boolean): boolean {
  if (readOnly || key.includes('[]')) return false;
  return !(key === 'type' && type !== '') && !(key === 'registration' && isUpsert);
}

async function mapperField(
  context: ILoadOptionsFunctions,
  entity: string,
  type: string,
  { key, label, format, required, choices, types }: GangwayField,
): Promise<ResourceMapperField> {
  return {
    id: key,
    displayName: label,
    required,
    defaultMatch: false,
    canBeUsedToMatch: false,
    display: true,
    // n8n would make a moment of a date.
    type: format === 'date' ? 'string' : types.n8n,
    ...(choices && types.n8n === 'options' ? { options: await optionsOf(context, entity, key, type) } : {}),
  };
}

async function fieldsOf(
  context: ILoadOptionsFunctions,
  entity: string,
  type: string,
): Promise<readonly GangwayField[]> {
  if (entity === '') return [];
  const path = `/api/v1/{unit}/entities/${encodeURIComponent(entity)}/fields`;
  return (await gangwayRequest<List<GangwayField>>(context, { path, query: { type } })).data;
}

interface Option {
  readonly value: string | number;
  readonly label: string;
}

async function optionsOf(
  context: ILoadOptionsFunctions,
  entity: string,
  field: string,
  type?: string,
): Promise<INodePropertyOptions[]> {
  const path = `/api/v1/{unit}/entities/${encodeURIComponent(entity)}/options`;
  const { data } = await gangwayRequest<List<Option>>(context, { path, query: { field, type } });
  return data.map(({ value, label }) => ({ name: label, value }));
}

/** Records of the chosen entity whose registration or name holds what a person has typed. */
export async function searchRecords(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const path = `/api/v1/{unit}/entities/${encodeURIComponent(entityOf(this))}/options`;
  const query = { q: filter, limit: 50, cursor: paginationToken };
  const page = await gangwayRequest<List<Option> & { nextCursor: string | null }>(this, { path, query });
  return {
    results: page.data.map(({ value, label }) => ({ name: label, value })),
    ...(page.nextCursor === null ? {} : { paginationToken: page.nextCursor }),
  };
}

const entityOf = (context: ILoadOptionsFunctions): string => parameterOf(context, 'entity');

function parameterOf(context: ILoadOptionsFunctions, name: string): string {
  const value = (context.getCurrentNodeParameters() as IDataObject | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
