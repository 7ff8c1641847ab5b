import { readTogetherByUnit } from '../access/read-together.ts';
import { type ConfiguredGroups, may, type Viewer, viewerOf } from '../access/rights.ts';
import { administrators, configurators } from '../access/groups.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import type { Database } from '../database/database.ts';
import { mayReadRecord } from '../records/acl.ts';
import { readRecords } from '../records/store.ts';
import { toWire } from '../records/to-wire.ts';
import type { RecordRow } from '../records/types.ts';
import { type DueHook, readDueHooks, readNoticedEvents } from '../webhooks/due-hook-store.ts';
import { readSigningKeys, type SigningKeyRow } from '../webhooks/key-store.ts';
import { type Notice, noticeBytes, type NoticedEvent, thinNotice } from '../webhooks/notice.ts';
import { readAlertFacts } from '../alerts/store.ts';
import { freezePayload } from './claim-store.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { readKeptBody } from './delivery-store.ts';
import { HookOpener } from './open-hook.ts';

export interface NoticeSourceOptions {
  readonly database: Database;
  readonly keys: SecretKeys;
  readonly publicUrl: () => string;
  /** What the unit's groups allow. */
  readonly groupRights: (unitId: number) => Promise<ConfiguredGroups>;
}

/** What of a delivery decides its notice. */
export type NoticedDelivery = Pick<
  ClaimedDelivery,
  'unitId' | 'id' | 'entity' | 'recordId' | 'eventId' | 'notice' | 'isFrozen' | 'snapshot' | 'bodyKept'
>;

/** The bytes of a notice; or why it may not be sent to this owner, or cannot be made any more. */
export type NoticeBody =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly state: 'cancelled' | 'failed'; readonly reason: string };

type ByUnit<Value> = ReturnType<typeof readTogetherByUnit<Value>>;

/**
 * What notices are made of, read for a whole batch at a time and never kept: the hook with its owner, the event, the record with its acl. Rights count as
 * they are at the moment of sending, in every attempt.
 */
export class NoticeSource {
  readonly #options: NoticeSourceOptions;
  readonly #hooks: ByUnit<DueHook>;
  readonly #events: ByUnit<NoticedEvent>;
  readonly #records: ByUnit<RecordRow>;
  readonly #signing: ByUnit<readonly SigningKeyRow[]>;
  readonly opener: HookOpener;

  constructor(options: NoticeSourceOptions) {
    const { database, keys } = options;
    this.#options = options;
    this.opener = new HookOpener(keys);
    this.#hooks = readTogetherByUnit(async (unitId, lanes) => {
      const rows = await readDueHooks(database, unitId, lanes);
      return new Map(rows.map((hook) => [hook.lane, hook]));
    });
    this.#events = readTogetherByUnit<NoticedEvent>(async (unitId, ids) => {
      const rows = await readNoticedEvents(database, unitId, ids);
      return new Map(rows.map((event) => [event.id, event]));
    });
    this.#records = readTogetherByUnit(async (unitId, keysOfRecords) => {
      const wanted = keysOfRecords.map((key) => {
        const [entity = '', id = ''] = key.split('/');
        return { entity, id: Number(id) };
      });
      const rows = await readRecords(database, unitId, wanted);
      return new Map(rows.map((row) => [`${row.entity}/${row.id}`, row]));
    });
    this.#signing = readTogetherByUnit<readonly SigningKeyRow[]>(
      async (unitId) => new Map([['', await readSigningKeys(database, unitId)]]),
    );
  }

  hook(unitId: number, lane: string): Promise<DueHook | undefined> {
    return this.#hooks(unitId, lane);
  }

  async signingKeys(unitId: number) {
    return this.opener.signing(unitId, (await this.#signing(unitId, '')) ?? []);
  }

  /** The same bytes in every attempt: those that were kept with an earlier one, else made of what does not change. */
  async body(delivery: NoticedDelivery, hook: DueHook): Promise<NoticeBody> {
    const { unitId, entity, recordId } = delivery;
    const event = await this.#events(unitId, delivery.eventId);
    if (event === undefined) return unmade('What the notice tells of is not kept any more.');
    const viewer = await this.#viewerOf(hook);
    const row = recordId === null ? undefined : await this.#records(unitId, `${entity}/${recordId}`);
    const refused = refusal(delivery, row, viewer);
    if (refused !== undefined) return { ok: false, state: 'cancelled', reason: refused };
    if (delivery.isFrozen && delivery.snapshot !== null) return { ok: true, bytes: Buffer.from(delivery.snapshot) };
    const notice = thinNotice(event, {
      type: delivery.notice ?? '',
      deliveryId: delivery.id,
      publicUrl: this.#options.publicUrl(),
    });
    if (hook.settings.payload === 'full') return this.#frozen(delivery, notice, row);
    // Its address could have changed with the settings of the process.
    const kept = delivery.bodyKept ? await readKeptBody(this.#options.database, unitId, delivery.id) : undefined;
    return { ok: true, bytes: kept ?? noticeBytes(notice) };
  }

  /** payload: full is read at the first attempt and then frozen, before anything is sent. */
  async #frozen(delivery: NoticedDelivery, notice: Notice, row: RecordRow | undefined): Promise<NoticeBody> {
    const { unitId, id, entity } = delivery;
    const { database } = this.#options;
    const alert = entity === 'alerts' ? await readAlertFacts(database, unitId, notice.registration ?? '') : undefined;
    const record = alert ?? (row === undefined || row.deletedAt !== null ? null : toWire(row));
    const text = JSON.stringify({ ...notice, record });
    await freezePayload(database, unitId, id, text);
    return { ok: true, bytes: Buffer.from(text) };
  }

  async #viewerOf({ unitId, userId, userGroups }: DueHook): Promise<Viewer> {
    const who = { userId, groups: userGroups, administrator: userGroups.includes(administrators) };
    return viewerOf(who, await this.#options.groupRights(unitId));
  }
}

function unmade(reason: string): NoticeBody {
  return { ok: false, state: 'failed', reason };
}

/** Why the owner may not be told; a deleted record is judged by what it was. */
function refusal(
  { entity, recordId }: NoticedDelivery,
  row: RecordRow | undefined,
  viewer: Viewer,
): string | undefined {
  if (entity === 'alerts' || entity === '') {
    if (viewer.administrator || viewer.groups.includes(configurators)) return undefined;
    return 'Not sent: the owner of the hook is no configurator any more.';
  }
  if (!may(viewer.rights, entity, 'read')) return `Not sent: the owner of the hook may not read ${entity}.`;
  if (recordId === null || row === undefined || mayReadRecord(row, viewer)) return undefined;
  return 'Not sent: the owner of the hook may not read this record.';
}
