import type { EntityDefinition } from '../types.ts';
import { agencies } from './agencies.ts';
import { companies } from './companies.ts';
import { documents } from './documents.ts';
import { jobs } from './jobs.ts';
import { persons } from './persons.ts';
import { tasks } from './tasks.ts';
import { time } from './time.ts';
import { users } from './users.ts';

/** The built-in entities. A unit's configuration is laid over them (resolve-definitions). */
export const defaultEntities: readonly EntityDefinition[] = [
  users,
  agencies,
  companies,
  persons,
  documents,
  jobs,
  tasks,
  time,
];
