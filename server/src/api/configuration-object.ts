import { type ConfigurationObject, readConfiguration } from '../configuration/store.ts';
import type { Queryable } from '../database/database.ts';
import { refuse } from '../errors.ts';
import type { Section } from '../integration/integration-file.ts';
import { nearest } from '../schema-faults.ts';
import type { Operation } from './operation.ts';

/** The words for one kind of configuration. */
export interface Words {
  readonly kind: Section;
  /** In names of operations: `Connection`. */
  readonly type: string;
  readonly one: string;
  readonly many: string;
  readonly tag: string;
}

export interface KindOperations {
  readonly list: Operation;
  readonly read: Operation;
  readonly create: Operation;
  readonly put: Operation;
  readonly remove: Operation;
  readonly versions: Operation;
  readonly version: Operation;
  readonly restore: Operation;
}

/** The body of an object with what is known about it. */
export const shown = ({ body, version, updatedAt, updatedBy }: ConfigurationObject): object => ({
  version,
  updatedAt,
  updatedBy,
  body,
});

export async function readOne(
  queryable: Queryable,
  unitId: number,
  kind: Section,
  name: string,
  one: string,
): Promise<ConfigurationObject> {
  return find(await readConfiguration(queryable, unitId, kind), name, one);
}

function find(objects: readonly ConfigurationObject[], name: string, one: string): ConfigurationObject {
  const found = objects.find((object) => object.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    objects.map((object) => object.name),
  );
  return refuse(
    'not-found',
    `There is no ${one} ${JSON.stringify(name)} here.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  );
}
