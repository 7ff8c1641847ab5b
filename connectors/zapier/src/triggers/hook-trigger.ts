import type { PlainInputField, PlainOutputField, Trigger, ZObject } from 'zapier-platform-core';
import { outputFieldsOf, readFields } from '../fields.ts';
import { type Notice, takeNotice } from '../notice.ts';
import { type AnyBundle, call, manage, textOf } from '../requests.ts';
import { sampleNotice } from '../samples.ts';

export interface HookTrigger {
  readonly key: string;
  readonly noun: string;
  readonly label: string;
  readonly description: string;
  readonly inputFields: readonly PlainInputField[];
  /** The event that its hook asks for. */
  readonly event: (bundle: AnyBundle) => string;
  /** Which notices of that event it is for; all without it. */
  readonly wants?: (notice: Notice, bundle: AnyBundle) => boolean;
  readonly sample?: Notice;
}

interface Hook {
  readonly id: string;
  readonly secret?: string;
}

/** A trigger whose hook in Gangway lives as long as the Zap is on. */
export function hookTrigger(about: HookTrigger): Trigger {
  const { key, noun, label, description, event, wants = () => true } = about;

  async function performSubscribe(z: ZObject, bundle: AnyBundle): Promise<Hook> {
    const { targetUrl } = bundle;
    const filter = textOf(bundle, 'filter');
    const body = {
      targetUrl,
      event: event(bundle),
      payload: 'full',
      title: `Zapier: ${label}`,
      ...(filter === '' ? {} : { filter }),
    };
    const hook = await call<Hook>(z, 'POST', manage(bundle, 'hooks'), { body });
    // A hook that was there already does not show its secret again.
    const { secret } =
      hook.secret === undefined
        ? await call<Hook>(z, 'POST', manage(bundle, `hooks/${hook.id}/rotate`), { body: { overlap: '0s' } })
        : hook;
    return { id: hook.id, ...(secret === undefined ? {} : { secret }) };
  }

  async function performUnsubscribe(z: ZObject, bundle: AnyBundle): Promise<object> {
    return call<object>(z, 'DELETE', manage(bundle, `hooks/${bundle.subscribeData?.id ?? ''}`));
  }

  async function perform(z: ZObject, bundle: AnyBundle): Promise<Notice[]> {
    const notices = await takeNotice(z, bundle);
    return notices.filter((notice) => wants(notice, bundle));
  }

  /** The newest first, in the shape of a real notice. */
  async function performList(z: ZObject, bundle: AnyBundle): Promise<Notice[]> {
    const path = manage(bundle, `events/${encodeURIComponent(event(bundle))}/samples`);
    const { data } = await call<{ data: Notice[] }>(z, 'GET', path, { params: { payload: 'full' } });
    return data.filter((notice) => wants(notice, bundle));
  }

  async function recordFields(z: ZObject, bundle: AnyBundle): Promise<PlainOutputField[]> {
    const entity = textOf(bundle, 'entity');
    return entity === '' ? [] : outputFieldsOf(await readFields(z, bundle, entity), 'record__');
  }

  return {
    key,
    noun,
    display: { label, description },
    operation: {
      type: 'hook',
      inputFields: [...about.inputFields],
      ...{ perform, performList, performSubscribe, performUnsubscribe },
      outputFields: [
        { key: 'id', label: 'Id of the event' },
        { key: 'type', label: 'Event' },
        { key: 'createdAt', label: 'When', type: 'datetime' },
        { key: 'entity', label: 'Kind of record' },
        { key: 'recordId', label: 'Id of the record', type: 'integer' },
        { key: 'registration', label: 'Registration' },
        { key: 'change__fields', label: 'Fields that changed', list: true },
        { key: 'url', label: 'Address of the record' },
        { key: 'deliveryId', label: 'Id of the delivery' },
        recordFields,
      ],
      sample: about.sample ?? sampleNotice,
    },
  };
}
