import type { INodeProperties } from 'n8n-workflow';

const shown = (...operation: string[]) => ({ show: { resource: ['delivery'], operation } });

const states = [
  'awaiting',
  'cancelled',
  'delivered',
  'failed',
  'held',
  'queued',
  'refused',
  'sending',
  'superseded',
  'unknown',
  'waiting',
];

export const deliveryProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['delivery'] } },
    options: [
      { name: 'Get', value: 'get', description: 'Get a delivery with its attempts', action: 'Get a delivery' },
      { name: 'Get Many', value: 'getAll', description: 'Get many deliveries', action: 'Get many deliveries' },
      {
        name: 'Report Result',
        value: 'reportResult',
        description: 'Say what became of a delivery whose result comes later',
        action: 'Report the result of a delivery',
      },
      { name: 'Send Again', value: 'resend', description: 'Send a delivery again', action: 'Send a delivery again' },
    ],
    default: 'reportResult',
  },
  {
    displayName: 'Delivery ID',
    name: 'deliveryId',
    type: 'string',
    default: '',
    required: true,
    placeholder: '={{ $json.deliveryId }}',
    displayOptions: shown('get', 'reportResult', 'resend'),
    description: 'What the notice that started the workflow has as deliveryId',
  },
  {
    displayName: 'Outcome',
    name: 'outcome',
    type: 'options',
    displayOptions: shown('reportResult'),
    options: [
      { name: 'Accepted', value: 'accepted', description: 'It is done' },
      { name: 'Refused', value: 'refused', description: 'It cannot be done as it is; a person has to mend it' },
      { name: 'Retry', value: 'retry', description: 'It could not be done now; the notice is sent again' },
      { name: 'Unknown', value: 'unknown', description: 'A person has to find out' },
    ],
    default: 'accepted',
  },
  {
    displayName: 'Message',
    name: 'message',
    type: 'string',
    default: '',
    displayOptions: shown('reportResult'),
    description: 'A sentence for people. It stands on the delivery.',
  },
  {
    displayName: 'Write Onto the Record',
    name: 'write',
    type: 'json',
    default: '{}',
    placeholder: '{ "properties": { "accountingNumber": "FV-77" } }',
    displayOptions: shown('reportResult'),
    description: 'Fields that the record gets, as JSON',
  },
  {
    displayName: 'Even If Delivered',
    name: 'force',
    type: 'boolean',
    default: false,
    displayOptions: shown('resend'),
    description: 'Whether to send it again although it was delivered',
  },
  {
    displayName: 'Options',
    name: 'deliveryOptions',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: shown('getAll'),
    options: [
      { displayName: 'Connection', name: 'connection', type: 'string', default: '', placeholder: 'accounting' },
      { displayName: 'Entity', name: 'entity', type: 'string', default: '', placeholder: 'documents' },
      { displayName: 'Record ID', name: 'recordId', type: 'number', default: 0 },
      {
        displayName: 'Since',
        name: 'since',
        type: 'dateTime',
        default: '',
        description: 'Only those that were made then or later',
      },
      {
        displayName: 'States',
        name: 'state',
        type: 'multiOptions',
        options: states.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
        default: [],
      },
    ],
  },
];
