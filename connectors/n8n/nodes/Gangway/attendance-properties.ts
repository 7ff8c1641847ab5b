import type { INodeProperties } from 'n8n-workflow';

const shown = { show: { resource: ['attendance'], operation: ['register'] } };

export const attendanceProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['attendance'] } },
    options: [
      {
        name: 'Register',
        value: 'register',
        description: 'Register that somebody comes or goes',
        action: 'Register attendance',
      },
    ],
    default: 'register',
  },
  {
    displayName: 'Who, By',
    name: 'identifiedBy',
    type: 'options',
    displayOptions: shown,
    options: [
      { name: 'Badge', value: 'badge' },
      { name: 'Email', value: 'email' },
      { name: 'Personal Number', value: 'personalNumber' },
      { name: 'User ID', value: 'userId' },
    ],
    default: 'badge',
    description: 'How the person is known',
  },
  {
    displayName: 'Who',
    name: 'identifier',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'B101',
    displayOptions: shown,
    description: 'The badge, email, personal number or ID of the person',
  },
  {
    displayName: 'Direction',
    name: 'direction',
    type: 'options',
    displayOptions: shown,
    options: [
      { name: 'In', value: 'IN' },
      { name: 'Other Than Last Time', value: 'auto' },
      { name: 'Out', value: 'OUT' },
    ],
    default: 'IN',
    description: 'Whether the person comes or goes. A device that does not know leaves it to Gangway.',
  },
  {
    displayName: 'At',
    name: 'at',
    type: 'dateTime',
    default: '',
    displayOptions: shown,
    description: 'When it was. The moment at which the node runs, if empty.',
  },
  {
    displayName: 'Event ID',
    name: 'eventId',
    type: 'string',
    default: '',
    displayOptions: shown,
    description:
      "The device's own number of this pass. Sent again with the same number, a pass is registered once; use one wherever the device gives it.",
  },
  {
    displayName: 'Options',
    name: 'passOptions',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: shown,
    options: [
      {
        displayName: 'Device',
        name: 'device',
        type: 'string',
        default: '',
        description: 'The name of the device. The user of the token, if empty.',
      },
      { displayName: 'Note', name: 'note', type: 'string', default: '' },
    ],
  },
];
