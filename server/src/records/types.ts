import type { ConfiguredGroups, Viewer } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import type { Fault, ProblemCode } from '../errors.ts';
import type { EntityDefinition } from './definition.ts';
import type { Json, JsonObject } from './json.ts';
import type { stored, StoredRow } from './stored-row.ts';

export type * from './definition.ts';
export type * from './json.ts';

/** Every entity of a unit by name: the built-in ones with the unit's own changes. Keep the same object as long as the configuration's version stands: what is compiled from a definition is cached on it. */
export type Definitions = ReadonlyMap<string, EntityDefinition>;

export interface RecordKey {
  readonly entity: string;
  readonly id: number;
}

/** A record as it was read at a revision: the data of a revision never change. */
export interface SeenRecord extends RecordKey {
  readonly revision: number;
  readonly data: JsonObject;
}

/** A row of table `records`. */
export interface RecordRow extends RecordKey {
  readonly unitId: number;
  readonly registration: string;
  readonly revision: number;
  /** Copies of data.type and data.status. */
  readonly type: string | null;
  readonly status: string | null;
  readonly data: JsonObject;
  /** By connection name. Outside the revision. */
  readonly exports: Exports;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  /** Only on a row that was locked: what the table holds. */
  readonly [stored]?: StoredRow;
}

/** What became of a record's delivery to one connection; stands at `exports.{connection}`. */
export interface ExportState {
  readonly state: string;
  /** ISO 8601. */
  readonly at: string;
  readonly deliveryId?: string;
  readonly message?: string;
  /** The record was changed (not by a write-back) after what this delivery carries. */
  readonly changedSince?: boolean;
}
export type Exports = Readonly<Record<string, ExportState>>;

export type Origin = 'api' | 'console' | 'import' | 'write-back' | 'schedule' | 'system';

/** Who makes a change. */
export interface Actor {
  /** null: Gangway itself. */
  readonly userId: number | null;
  readonly name: string;
  readonly groups: readonly string[];
  /** Member of Administrators. */
  readonly administrator: boolean;
}

/** `interval`: what follows from a pass has changed, not its record (attendance/interval-events.ts). */
export type EventKind = 'created' | 'updated' | 'deleted' | 'requested' | 'scheduled' | 'interval';

/** Leaf path (`properties.extStatus`; a list counts as one leaf) to [before, after]; null for "not there". Empty for created and deleted. */
export type Changes = Readonly<Record<string, readonly [before: Json, after: Json]>>;

/** A row of table `events`, with the record before and after, which are not stored there. */
export interface RecordEvent {
  readonly unitId: number;
  /** UUIDv7. */
  readonly id: string;
  readonly at: Date;
  readonly kind: EventKind;
  /** `documents.updated`, `documents.approved`, ... */
  readonly names: readonly string[];
  readonly entity: string;
  /** null: an event without a record (a schedule). */
  readonly recordId: number | null;
  readonly registration: string | null;
  readonly revision: number | null;
  readonly userId: number | null;
  readonly userName: string;
  /** The groups of who did it, for conditions; not stored. */
  readonly userGroups?: readonly string[];
  readonly origin: Origin;
  readonly changes: Changes;
  readonly before: RecordRow | null;
  /** After a deletion: the record as it was, with deletedAt. null only for events without a record. */
  readonly after: RecordRow | null;
}

/** Related records by `{entity}/{id}` (relatedKey); a record that was asked for and is not there stands as null. */
export type Related = ReadonlyMap<string, RecordRow | null>;

/** Values as they come from outside: JSON.parse, readJson of the language (numbers as Decimals), or a response template. */
export type InputFields = Readonly<Record<string, unknown>>;

export interface RecordChange {
  readonly kind: 'create' | 'change' | 'delete';
  /** Named fields change; nested objects merge by key; lists are replaced; null clears. */
  readonly fields: InputFields;
  readonly origin: Origin;
  /** "12" is taken for a number, "true" for true, a number for a text: what came out of XML, a table or a form is all text. */
  readonly lenient?: boolean;
  /** create only: the id it gets, and its registration where the caller gives one. */
  readonly id?: number;
  readonly registration?: string;
}

/** What planChange may know beside the record. */
export interface PlanContext {
  readonly unitId: number;
  /** For conditions over related records (`input.company.name`); without them these names are null. */
  readonly definitions?: Definitions;
  readonly actor: Actor;
  /** Whose rights the change is judged by; undefined: Gangway's own change (a write-back), which the configuration has allowed. */
  readonly viewer?: Viewer;
  readonly now: Date;
  /** IANA zone of the unit: what "today" is. */
  readonly zone: string;
  /** Groups that exist; undefined: not checked. */
  readonly groups?: readonly string[];
  /** Records that the new state refers to. A changed reference that stands there as null is a fault; one that is not in the map is not checked. */
  readonly related: Related;
  /** Numbers drawn for the draws that an earlier plan of the same change asked for, by field. */
  readonly drawn?: Readonly<Record<string, number>>;
}

/** A number to be drawn from a series in the same transaction, before the change is planned again. */
export interface NumberDraw {
  /** `registration` or a field of the record. */
  readonly field: string;
  readonly series: string;
  /** '2026' or '' when the series never starts anew. */
  readonly period: string;
  readonly start: number;
}

export type ChangePlan =
  | {
      readonly ok: true;
      readonly changed: true;
      readonly row: RecordRow;
      readonly kind: 'created' | 'updated' | 'deleted';
      readonly names: readonly string[];
      readonly changes: Changes;
      /** Not empty: draw these numbers and plan again with `drawn`. */
      readonly draws: readonly NumberDraw[];
    }
  | { readonly ok: true; readonly changed: false; readonly row: RecordRow }
  | {
      readonly ok: false;
      readonly code: Extract<
        ProblemCode,
        'invalid-record' | 'illegal-transition' | 'forbidden' | 'illegal-state' | 'already-exists'
      >;
      readonly sentence: string;
      readonly faults: readonly Fault[];
    };

/** What the observer of a change asks to have written with it. */
export interface Observed {
  /** Merged into the record's `exports`, by connection. */
  readonly exports?: Exports;
  /** Called when record and event are written: changes the record once more, and gives it as it is then. */
  readonly afterWrite?: (written: RecordRow) => Promise<RecordRow>;
}

/**
 * Called inside the transaction, before the record is written: matches triggers, plans deliveries. `known` holds the related
 * records that were loaded already (hand it to loadRelated).
 */
export type Observe = (transaction: Transaction, event: RecordEvent, known: Related) => Promise<Observed>;

/** What saveRecord needs from its surroundings; one per unit and version of its configuration. */
export interface RecordEnvironment {
  readonly unitId: number;
  readonly zone: string;
  readonly definitions: Definitions;
  readonly groups?: readonly string[];
  /** What the unit's groups allow; default: what the groups of a new unit do. */
  readonly groupRights?: ConfiguredGroups;
  readonly now: () => Date;
  readonly observe: Observe;
  /** Whether anything waits for events of this entity; left out: it may. Spares the work of telling what nobody hears. */
  readonly listens?: (entity: string) => boolean;
  /** Entities whose records are saved in a way of their own, because more follows from them than a row: time (attendance/save-time.ts). */
  readonly savers?: Savers;
}

/** Saves a record as saveRecord does. Its environment has no savers: it may call saveRecord for the row itself. */
export type SaveRecord = (
  transaction: Transaction,
  environment: RecordEnvironment,
  request: SaveRequest,
) => Promise<SaveResult>;

export type Savers = ReadonlyMap<string, SaveRecord>;

interface SaveBase {
  readonly entity: string;
  readonly actor: Actor;
  readonly origin: Origin;
  /** As in RecordChange. */
  readonly lenient?: boolean;
}

export type SaveRequest =
  | (SaveBase & { readonly kind: 'create'; readonly fields: InputFields; readonly registration?: string })
  | (SaveBase & {
      readonly kind: 'change';
      readonly key: { readonly id: number } | { readonly registration: string };
      readonly fields: InputFields;
      /** If-Match or `revision`: refused with revision-conflict when the record has another. */
      readonly expectedRevision?: number;
    })
  | (SaveBase & {
      readonly kind: 'upsert';
      readonly registration: string;
      readonly fields: InputFields;
      readonly expectedRevision?: number;
    })
  | (SaveBase & {
      readonly kind: 'delete';
      readonly key: { readonly id: number } | { readonly registration: string };
      readonly expectedRevision?: number;
    });

export interface SaveResult {
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'deleted';
  readonly row: RecordRow;
  /** null when nothing changed. */
  readonly event: RecordEvent | null;
}

/** One line of a record's history. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: EventKind;
  readonly names: readonly string[];
  readonly revision: number | null;
  readonly userId: number | null;
  readonly userName: string;
  readonly origin: Origin;
  readonly changes: Changes;
}
