import type { INodeProperties } from 'n8n-workflow';

export const triggerProperties: INodeProperties[] = [
  {
    displayName: 'Event Name or ID',
    name: 'event',
    type: 'options',
    typeOptions: { loadOptionsMethod: 'getEvents' },
    default: '',
    required: true,
    placeholder: 'documents.approved',
    description:
      'What the workflow waits for. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  {
    displayName: 'Include the Record',
    name: 'includeRecord',
    type: 'boolean',
    default: true,
    description:
      'Whether the whole record comes with the notice, as the user of the token may read it. Without it there are its ID and the names of the fields that changed.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Also Changes That Answers Wrote',
        name: 'writeBacks',
        type: 'boolean',
        default: false,
        description:
          'Whether changes are told too that the answer of a counterparty or a reported result has written. Take care that the workflow does not start itself.',
      },
      {
        displayName: 'Filter',
        name: 'filter',
        type: 'string',
        default: '',
        placeholder: "input.type = 'INVOICE.SALES' and input.total > 10000",
        description: "A condition in Gangway's template language. Only events that fit start the workflow.",
      },
      {
        displayName: 'Result Comes Within',
        name: 'resultWithin',
        type: 'string',
        default: '4h',
        placeholder: '4h',
        description:
          'The workflow reports what became of it with "Report Result" of the Gangway node within this time (30s, 15m, 4h, 2d); until then the delivery is awaiting',
      },
    ],
  },
];
