import { type Static, Type } from 'typebox';
import { rightNames } from '../access/groups.ts';
import { Connection } from '../connections/connection.ts';
import { type Fault } from '../errors.ts';
import { ApiDefinition } from '../inbound/definition.ts';
import { View } from '../records/views/view.ts';
import { schemaFaults } from '../schema-faults.ts';
import { Dictionary, MessageTemplate, SchemaSet } from '../templates/template.ts';
import { TriggerBody } from '../triggers/trigger.ts';
import { Hook } from '../webhooks/hook.ts';

const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$', examples: ['documents'] });

/** An entity's own part: what it changes or adds is laid over the built-in definition of the same name, whose rules judge it. */
const Entity = Type.Object(
  { name: Name },
  {
    additionalProperties: true,
    description: 'Fields, types, statuses and properties that differ from the built-in entity, or a whole new one.',
  },
);

export const Group = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, examples: ['Approvers'] }),
    description: Type.Optional(Type.String({ maxLength: 500 })),
    rights: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 80 }),
        Type.Array(Type.Union(rightNames.map((right) => Type.Literal(right))), { maxItems: 5 }),
        {
          description:
            'Entity to what its members may do with its records: read, create, change, delete, transition. * stands for every entity that is not named beside it. Without it the groups of a new unit keep the rights that they begin with, and others give none.',
          examples: [{ '*': ['read'], documents: ['read', 'create', 'change', 'transition'] }],
        },
      ),
    ),
  },
  { additionalProperties: false },
);

/** The kinds that a file may hold, in the order in which an export writes them: what is referred to stands before what refers to it. */
export const sectionSchemas = {
  entities: Entity,
  groups: Group,
  views: View,
  connections: Connection,
  dictionaries: Dictionary,
  schemas: SchemaSet,
  templates: MessageTemplate,
  hooks: Hook,
  triggers: TriggerBody,
  definitions: ApiDefinition,
} as const;

export type Section = keyof typeof sectionSchemas;
export const sections = Object.keys(sectionSchemas) as readonly Section[];

const section = <T extends (typeof sectionSchemas)[Section]>(schema: T) =>
  Type.Optional(Type.Array(schema, { maxItems: 10_000 }));

/** The unit of sharing and of configuration as code: every section may be missing. */
export const IntegrationFile = Type.Object(
  {
    entities: section(Entity),
    groups: section(Group),
    views: section(View),
    connections: section(Connection),
    dictionaries: section(Dictionary),
    schemas: section(SchemaSet),
    templates: section(MessageTemplate),
    triggers: section(TriggerBody),
    definitions: section(ApiDefinition),
    hooks: section(Hook),
  },
  {
    additionalProperties: false,
    description:
      'An integration file: connections, dictionaries, templates, triggers and API definitions that belong together.',
  },
);
export type IntegrationFile = Static<typeof IntegrationFile>;

/** One object of a file, and where it stands in it: `templates[0]`. */
export interface FileObject {
  readonly kind: Section;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly path: string;
  /** It is there already and stays as it is. */
  readonly kept?: true;
}

export interface FileReading {
  readonly objects: readonly FileObject[];
  readonly faults: readonly Fault[];
  /** Objects whose form has a fault: their names are known all the same, so that nobody is told that they are missing. */
  readonly unreadable: readonly Pick<FileObject, 'kind' | 'name'>[];
}

/**
 * Reads a file as far as the form of each object goes, and refuses a name that comes twice; what spans objects is check-configuration.ts. Where there are
 * faults, `objects` are those that have none, so that what else is wrong with them can be told together.
 */
export function readIntegrationFile(value: unknown): FileReading {
  const faults = schemaFaults(IntegrationFile, value);
  const parts = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const unreadable: Pick<FileObject, 'kind' | 'name'>[] = [];
  const objects = sections.flatMap((kind) => {
    const list: unknown = parts[kind];
    return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((body, index): FileObject[] => {
      if (faults.length === 0 || schemaFaults(sectionSchemas[kind], body).length === 0) {
        // The schema has let it through.
        const { name } = body as { readonly name: string };
        return [{ kind, name, body: body as FileObject['body'], path: `${kind}[${index}]` }];
      }
      const { name } = (body ?? {}) as { readonly name?: unknown };
      unreadable.push({ kind, name: typeof name === 'string' ? name : '' });
      return [];
    });
  });
  const first = new Map<string, string>();
  const twice = objects.flatMap(({ kind, name, path }): Fault[] => {
    const key = `${kind}/${name}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, path);
    return earlier === undefined
      ? []
      : [
          {
            path: `${path}.name`,
            message: `${JSON.stringify(name)} stands at ${earlier} already. Rename one of them.`,
          },
        ];
  });
  return { objects, faults: [...faults, ...twice], unreadable };
}
