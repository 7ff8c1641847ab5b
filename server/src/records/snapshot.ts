import type { ValueObject } from '@gangway/language';
import {
  contextBefore,
  contextOf,
  type Earlier,
  earlierFields,
  eventFacts,
  type SeenRow,
  shownFields,
} from './context.ts';
import { referencesOf, relatedKey } from './relations.ts';
import type { Definitions, JsonObject, RecordEvent, RecordRow, Related, SeenRecord } from './types.ts';

export { loadRelated } from './related.ts';

/** The unit around an event. */
export interface EventSurroundings {
  readonly unit: { readonly unitId: number; readonly name: string; readonly zone: string; readonly locale: string };
  readonly definitions: Definitions;
}

/** The context of a condition, and of a message beside connection, constants, delivery and message: input, before, event, user, unit. */
export function eventContext(
  event: RecordEvent,
  related: Related,
  { unit, definitions }: EventSurroundings,
): ValueObject {
  const definition = definitions.get(event.entity);
  const { before, after } = event;
  const input = after === null || definition === undefined ? null : contextOf(definition, after, related, definitions);
  return {
    input,
    before:
      before === null || after === null || input === null || definition === undefined
        ? null
        : contextBefore(definition, input, earlierFields(before, after), related, definitions),
    event: eventFacts(event),
    user: { id: event.userId, name: event.userName, groups: event.userGroups ?? [] },
    unit: { id: unit.unitId, name: unit.name, zone: unit.zone, locale: unit.locale },
  };
}

/** A record inside a snapshot. */
interface KeptRow {
  readonly entity: string;
  readonly id: number;
  readonly registration: string;
  readonly revision: number;
  readonly data: JsonObject;
  readonly exports?: RecordRow['exports'];
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface Snapshot {
  readonly input: KeptRow | null;
  /** Only what differs: messages rarely look at it, and the whole record would double the text. */
  readonly before: Earlier | null;
  readonly related: Readonly<Record<string, KeptRow>>;
  readonly event: ValueObject;
  readonly user: ValueObject;
  readonly unit: ValueObject;
}

/** What a message is made of, as it was at the event, as JSON text for table `snapshots`. openSnapshot makes the same context of it as eventContext does now. */
export function snapshotOf(event: RecordEvent, related: Related, { unit, definitions }: EventSurroundings): string {
  const definition = definitions.get(event.entity);
  const kept: Record<string, KeptRow> = {};
  if (definition !== undefined) {
    const rows = [event.after, event.before].filter((row) => row !== null);
    for (const { entity, id } of rows.flatMap((row) => referencesOf(definition, row.data))) {
      const key = relatedKey(entity, id);
      const row = related.get(key);
      const other = definitions.get(entity);
      if (row !== undefined && row !== null && other !== undefined) {
        kept[key] = { ...keptRow(row), data: shownFields(other, row.data) };
      }
    }
  }
  const snapshot: Snapshot = {
    input: event.after === null ? null : { ...keptRow(event.after), exports: event.after.exports },
    before: event.before === null || event.after === null ? null : earlierFields(event.before, event.after),
    related: kept,
    event: eventFacts(event),
    user: { id: event.userId, name: event.userName, groups: event.userGroups ?? [] },
    unit: { id: unit.unitId, name: unit.name, zone: unit.zone, locale: unit.locale },
  };
  return JSON.stringify(snapshot);
}

export interface OpenedSnapshot {
  readonly context: ValueObject;
  /** The record of the event as it was then; null where there was none. */
  readonly record: SeenRecord | null;
}

export function openSnapshot(text: string, definitions: Definitions): OpenedSnapshot {
  // The text is our own (snapshotOf).
  const snapshot = JSON.parse(text) as Snapshot;
  return { context: contextOfSnapshot(snapshot, definitions), record: snapshot.input };
}

function contextOfSnapshot(snapshot: Snapshot, definitions: Definitions): ValueObject {
  const { input, before, event, user, unit } = snapshot;
  const definition = input === null ? undefined : definitions.get(input.entity);
  if (input === null || definition === undefined) return { input: null, before: null, event, user, unit };
  const related = new Map<string, SeenRow>(Object.entries(snapshot.related));
  const seen = contextOf(definition, input, related, definitions);
  return {
    input: seen,
    before: before === null ? null : contextBefore(definition, seen, before, related, definitions),
    event,
    user,
    unit,
  };
}

function keptRow({ entity, id, registration, revision, data, createdAt, updatedAt }: RecordRow): KeptRow {
  return {
    entity,
    id,
    registration,
    revision,
    data,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
