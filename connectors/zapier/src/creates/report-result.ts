import type { Create, ZObject } from 'zapier-platform-core';
import { type AnyBundle, call, manage, textOf } from '../requests.ts';
import { sampleDelivery } from '../samples.ts';
import type { Wire } from './records.ts';

export const reportResult: Create = {
  key: 'report_result',
  noun: 'Delivery',
  display: {
    label: 'Report Delivery Result',
    description: 'Says what became of a message for whose answer Gangway waits, and writes it onto the record.',
  },
  operation: {
    inputFields: [
      {
        key: 'deliveryId',
        label: 'Id of the delivery',
        type: 'string',
        required: true,
        helpText: 'From the notice: Delivery Id.',
      },
      {
        key: 'outcome',
        label: 'Outcome',
        type: 'string',
        required: true,
        default: 'accepted',
        choices: { accepted: 'Accepted', refused: 'Refused', retry: 'Try again', unknown: 'Unknown' },
      },
      { key: 'message', label: 'Message for people', type: 'text', required: false },
      {
        key: 'write',
        label: 'Write onto the record',
        dict: true,
        required: false,
        helpText: 'Fields by their names, such as properties.accountingNumber.',
      },
    ],
    perform: async (z: ZObject, bundle: AnyBundle): Promise<Wire> => {
      const outcome = textOf(bundle, 'outcome');
      const text = textOf(bundle, 'message');
      const level = outcome === 'accepted' ? 'info' : 'error';
      const write = nested(bundle.inputData['write']);
      const body = {
        outcome,
        ...(text === '' ? {} : { messages: [{ level, text }] }),
        ...(Object.keys(write).length === 0 ? {} : { write }),
      };
      const path = manage(bundle, `deliveries/${encodeURIComponent(textOf(bundle, 'deliveryId'))}/result`);
      return call<Wire>(z, 'POST', path, { body });
    },
    outputFields: [
      { key: 'id', label: 'Id of the delivery' },
      { key: 'state', label: 'State' },
      { key: 'entity', label: 'Kind of record' },
      { key: 'recordId', label: 'Id of the record', type: 'integer' },
    ],
    sample: sampleDelivery,
  },
};

/** `properties.accountingNumber` -> `{ properties: { accountingNumber } }` */
function nested(dict: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(typeof dict === 'object' && dict !== null ? dict : {})) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let target = result;
    for (const name of names) {
      const inner = target[name];
      const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
      target[name] = next;
      target = next;
    }
    target[last] = value;
  }
  return result;
}
