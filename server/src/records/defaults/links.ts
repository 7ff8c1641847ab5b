import type { EntityDefinition, FieldSchema } from '../types.ts';
import { reference, references } from './fields.ts';

/** What refers to another record: the field with its id, and the name under which that record stands beside it in templates. */
interface Link {
  readonly field: string;
  readonly schema: FieldSchema;
  readonly entity: string;
}

const link = (field: string, title: string, entity: string, more: Partial<FieldSchema> = {}): Link => ({
  field,
  schema: { ...reference(title), ...more },
  entity,
});

const known = {
  agency: link('agencyId', 'Agency', 'agencies', { default: '{unit}' }),
  owner: link('ownerId', 'Owner', 'users'),
  assignee: link('assigneeId', 'Assignee', 'users'),
  user: link('userId', 'User', 'users'),
  company: link('companyId', 'Company', 'companies'),
  person: link('personId', 'Person', 'persons'),
  binder: link('binderId', 'Binder', 'documents'),
  job: link('jobId', 'Job', 'jobs'),
  participants: { field: 'participantIds', schema: references('Participants'), entity: 'users' },
} as const satisfies Readonly<Record<string, Link>>;

type LinkName = keyof typeof known;

/** The fields and the relations of an entity that refers to others, in this order. */
export function linksTo(...names: readonly LinkName[]): Required<Pick<EntityDefinition, 'fields' | 'relations'>> {
  return {
    fields: Object.fromEntries(names.map((name) => [known[name].field, known[name].schema])),
    relations: Object.fromEntries(
      names.map((name) => [name, { field: known[name].field, entity: known[name].entity }]),
    ),
  };
}
