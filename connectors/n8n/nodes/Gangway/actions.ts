import { type IDataObject, type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { gangwayPages, gangwayRequest, idempotencyKeyOf } from './transport';
import { nested, textOf } from './values';

/** What a node does for one item: the records, passes or deliveries that come out of it. */
type Action = (context: IExecuteFunctions, itemIndex: number) => Promise<IDataObject | IDataObject[]>;

const recordPath = (context: IExecuteFunctions, itemIndex: number): string =>
  `/rest/v1/{unit}/${encodeURIComponent(textOf(context.getNodeParameter('entity', itemIndex)))}`;

/** Which record a person has picked: from the list and by id it is a number, by registration a text. */
function keyOf(context: IExecuteFunctions, itemIndex: number): { id?: string; registration?: string } {
  const { mode, value } = context.getNodeParameter('record', itemIndex) as { mode: string; value: unknown };
  return mode === 'registration' ? { registration: textOf(value) } : { id: textOf(value) };
}

/** What the form holds, or with automatic mapping the item itself; `properties.extStatus` becomes a field inside an object. */
function fieldsOf(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const mode = context.getNodeParameter('fields.mappingMode', itemIndex, 'defineBelow');
  const given =
    mode === 'autoMapInputData'
      ? context.getInputData()[itemIndex]?.json
      : (context.getNodeParameter('fields.value', itemIndex, {}) as IDataObject | null);
  const type = textOf(context.getNodeParameter('recordType', itemIndex, ''));
  return { ...nested(given ?? {}), ...(type === '' ? {} : { type }) };
}

const pagingOf = (context: IExecuteFunctions, itemIndex: number, pageSize: number) => ({
  pageSize,
  most: context.getNodeParameter('returnAll', itemIndex) ? undefined : context.getNodeParameter('limit', itemIndex),
});

function write(
  context: IExecuteFunctions,
  itemIndex: number,
  call: {
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
    path: string;
    query?: Record<string, string | undefined>;
    body?: IDataObject;
  },
): Promise<IDataObject> {
  return gangwayRequest(context, { ...call, itemIndex, idempotencyKey: idempotencyKeyOf(context, itemIndex, call) });
}

const records: Readonly<Record<string, Action>> = {
  create: (context, item) =>
    write(context, item, { method: 'POST', path: recordPath(context, item), body: fieldsOf(context, item) }),
  upsert: (context, item) =>
    write(context, item, {
      method: 'PUT',
      path: recordPath(context, item),
      query: { registration: textOf(context.getNodeParameter('registration', item)) },
      body: fieldsOf(context, item),
    }),
  update: (context, item) =>
    write(context, item, {
      method: 'PATCH',
      path: recordPath(context, item),
      query: keyOf(context, item),
      body: fieldsOf(context, item),
    }),
  delete: (context, item) =>
    write(context, item, { method: 'DELETE', path: recordPath(context, item), query: keyOf(context, item) }),
  get: (context, item) =>
    gangwayRequest(context, { path: recordPath(context, item), query: keyOf(context, item), itemIndex: item }),
  getAll: (context, item) => {
    const path = `/rest/v1/{unit}/views/${encodeURIComponent(textOf(context.getNodeParameter('view', item)))}`;
    const { updatedSince, ...options } = context.getNodeParameter('viewOptions', item, {}) as Record<string, string>;
    const query = { ...options, ...(updatedSince ? { updatedSince: momentOf(updatedSince) } : {}) };
    return gangwayPages(context, { path, query, itemIndex: item }, pagingOf(context, item, 500));
  },
};

const attendance: Readonly<Record<string, Action>> = {
  register: (context, item) => {
    const parameter = (name: string) => textOf(context.getNodeParameter(name, item, ''));
    const identifiedBy = parameter('identifiedBy');
    const identifier = parameter('identifier');
    const direction = parameter('direction');
    const at = parameter('at');
    const texts = {
      ...{ type: 'ATTENDANCE', at: at === '' ? new Date().toISOString() : momentOf(at), eventId: parameter('eventId') },
      ...(direction === 'auto' ? {} : { direction }),
      ...(context.getNodeParameter('passOptions', item, {}) as IDataObject),
    };
    const pass = {
      ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== '')),
      [identifiedBy]: identifiedBy === 'userId' ? Number(identifier) : identifier,
    };
    return write(context, item, { method: 'POST', path: '/rest/v1/{unit}/time', body: pass });
  },
};

const deliveryPath = (context: IExecuteFunctions, item: number): string =>
  `/api/v1/{unit}/deliveries/${encodeURIComponent(textOf(context.getNodeParameter('deliveryId', item)))}`;

const deliveries: Readonly<Record<string, Action>> = {
  get: (context, item) => gangwayRequest(context, { path: deliveryPath(context, item), itemIndex: item }),
  getAll: (context, item) => {
    const options = context.getNodeParameter('deliveryOptions', item, {}) as IDataObject;
    const query = {
      connection: textOf(options.connection),
      entity: textOf(options.entity),
      recordId: textOf(options.recordId).replace(/^0$/, ''),
      since: options.since ? momentOf(textOf(options.since)) : '',
      state: Array.isArray(options.state) ? options.state.map(textOf).join(',') : '',
    };
    return gangwayPages(
      context,
      { path: '/api/v1/{unit}/deliveries', query, itemIndex: item },
      pagingOf(context, item, 1_000),
    );
  },
  reportResult: (context, item) => {
    const outcome = textOf(context.getNodeParameter('outcome', item));
    const message = textOf(context.getNodeParameter('message', item, ''));
    const fields = objectOf(context, item, 'write');
    const body = {
      outcome,
      ...(message === '' ? {} : { messages: [{ level: outcome === 'accepted' ? 'info' : 'error', text: message }] }),
      ...(Object.keys(fields).length === 0 ? {} : { write: fields }),
    };
    return write(context, item, { method: 'POST', path: `${deliveryPath(context, item)}/result`, body });
  },
  resend: (context, item) => {
    const body = { force: context.getNodeParameter('force', item, false) === true };
    return write(context, item, { method: 'POST', path: `${deliveryPath(context, item)}/resend`, body });
  },
};

export const actions: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  record: records,
  attendance,
  delivery: deliveries,
};

/** With its zone, as Gangway wants it. n8n gives moments of a date picker without one, in the zone of the workflow, which Node has as its own. */
function momentOf(text: string): string {
  const moment = new Date(text);
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}

function objectOf(context: IExecuteFunctions, itemIndex: number, name: string): IDataObject {
  const given = context.getNodeParameter(name, itemIndex, {});
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given === '' ? '{}' : given) : given;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as IDataObject;
  } catch {
    // Said below.
  }
  throw new NodeOperationError(context.getNode(), `"${name}" must be a JSON object, such as {"note": "booked"}.`, {
    itemIndex,
  });
}
