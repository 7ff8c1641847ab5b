import { kindOf } from '../records/entity-kind.ts';
import type { Definitions, EntityDefinition, RecordEvent } from '../records/types.ts';

/** Something that hooks can ask for. */
export interface EventKind {
  /** `documents.approved` */
  readonly name: string;
  /** null: an event without a record. */
  readonly entity: string | null;
  readonly kind: 'created' | 'updated' | 'deleted' | 'requested' | 'status' | 'property' | 'trigger' | 'alert';
  /** For a list in which a person picks. */
  readonly title: string;
  readonly description: string;
}

/** A trigger that gives its event a name. */
export interface Emitter {
  readonly name: string;
  readonly entity?: string | undefined;
  readonly emit?: string | undefined;
}

export const alertOpened = 'alerts.opened';
export const alertResolved = 'alerts.resolved';

const ofAlerts: readonly EventKind[] = [
  {
    name: alertOpened,
    entity: null,
    kind: 'alert',
    title: 'Alert opened',
    description: 'Something that a person should see has come up: a connection or hook fails, a message was refused.',
  },
  {
    name: alertResolved,
    entity: null,
    kind: 'alert',
    title: 'Alert resolved',
    description: 'What an alert was about has recovered by itself, or a person has put it away.',
  },
];

/** Every event of a unit, by entity: created, updated, deleted, each status, each property, requested; then those that triggers name, and alerts. */
export function eventKinds(definitions: Definitions, triggers: readonly Emitter[]): EventKind[] {
  const own = [...new Map([...definitions.values()].flatMap(kindsOf).map((kind) => [kind.name, kind])).values()];
  const known = new Set(own.map(({ name }) => name));
  const emitted = triggers.flatMap(({ name, entity, emit }): EventKind[] => {
    if (emit === undefined || known.has(emit)) return [];
    known.add(emit);
    return [
      {
        name: emit,
        entity: entity ?? null,
        kind: 'trigger',
        title: capitalised(wordsOf(emit)),
        description: `The trigger "${name}" has fired.`,
      },
    ];
  });
  return [...own, ...emitted, ...ofAlerts];
}

function kindsOf(definition: EntityDefinition): EventKind[] {
  const { name: entity, title } = definition;
  const one = capitalised(title);
  const kind = (name: string, of: EventKind['kind'], words: string, description: string): EventKind => ({
    name: `${entity}.${name}`,
    entity,
    kind: of,
    title: `${one} ${words}`,
    description,
  });
  const { status } = kindOf(definition, null).fields;
  const statuses = (status?.enum ?? []).map(String);
  return [
    kind('created', 'created', 'created', `A ${title} was created.`),
    kind('updated', 'updated', 'updated', `A ${title} was changed, its status and properties included.`),
    kind('deleted', 'deleted', 'deleted', `A ${title} was deleted.`),
    ...statuses.map((each) =>
      kind(each.toLowerCase(), 'status', `reached ${each}`, `The status of a ${title} became ${each}.`),
    ),
    ...Object.entries(definition.properties ?? {}).map(([name, schema]) =>
      kind(
        `properties.${name}`,
        'property',
        `property set: ${schema.title ?? name}`,
        `The property ${name} of a ${title} was set, or set to another value.`,
      ),
    ),
    kind(
      'exportRequested',
      'requested',
      'asked for',
      `Somebody asked for a ${title} to be sent: POST .../${entity}/export.`,
    ),
  ];
}

/** Under which names hooks hear of an event: those that it carries, and `documents.properties.extStatus` for a property that was set. */
export function namesOfEvent(event: Pick<RecordEvent, 'names' | 'entity' | 'changes' | 'kind' | 'after'>): string[] {
  return [...event.names, ...propertiesSet(event).map((name) => `${event.entity}.properties.${name}`)];
}

/** Properties that are there now, with another value than before; at its creation a record sets all that it has. */
function propertiesSet({ changes, kind, after }: Pick<RecordEvent, 'changes' | 'kind' | 'after'>): string[] {
  if (kind === 'created') {
    const properties = after?.data['properties'];
    return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  }
  if (kind !== 'updated') return [];
  return Object.entries(changes).flatMap(([path, [, now]]) => {
    const name = /^properties\.([^.[]+)/.exec(path)?.[1];
    return name === undefined || now === null ? [] : [name];
  });
}

/** `documents.exportRequested` -> `documents export requested` */
function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._-]+/g, ' ')
    .toLowerCase();
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
