import type { Create, ZObject } from 'zapier-platform-core';
import { type AnyBundle, call, records, textOf } from '../requests.ts';
import { samplePass } from '../samples.ts';
import type { Wire } from './records.ts';

/** Who passes: exactly one of these says it. */
const who = ['badge', 'email', 'personalNumber', 'userId'] as const;
const others = ['direction', 'at', 'device', 'eventId', 'note'] as const;

export const registerAttendance: Create = {
  key: 'register_attendance',
  noun: 'Attendance',
  display: {
    label: 'Register Attendance',
    description:
      'Registers that somebody has come or gone. With an event id it is registered once, however often it is sent.',
  },
  operation: {
    inputFields: [
      {
        key: 'by',
        label: 'The person is known by',
        type: 'string',
        required: true,
        default: 'badge',
        choices: { badge: 'Badge', email: 'E-mail', personalNumber: 'Personal number', userId: 'Id of the user' },
      },
      { key: 'person', label: 'Badge, e-mail, number or id', type: 'string', required: true },
      {
        key: 'direction',
        label: 'Direction',
        type: 'string',
        required: false,
        choices: { IN: 'In', OUT: 'Out' },
        helpText: 'Left out: in when the person was out, out when in.',
      },
      { key: 'at', label: 'When', type: 'datetime', required: true },
      { key: 'device', label: 'Device', type: 'string', required: false },
      {
        key: 'eventId',
        label: 'Event id',
        type: 'string',
        required: false,
        helpText: 'The number that the source has for this pass.',
      },
      { key: 'note', label: 'Note', type: 'string', required: false },
    ],
    perform: async (z: ZObject, bundle: AnyBundle): Promise<Wire> => {
      const by = who.find((one) => one === textOf(bundle, 'by')) ?? 'badge';
      const person = textOf(bundle, 'person');
      const rest = others.map((key) => [key, textOf(bundle, key)] as const).filter(([, value]) => value !== '');
      const body = { type: 'ATTENDANCE', [by]: by === 'userId' ? Number(person) : person, ...Object.fromEntries(rest) };
      return call<Wire>(z, 'POST', records(bundle, 'time'), { body });
    },
    outputFields: [
      { key: 'id', label: 'Id', type: 'integer' },
      { key: 'state', label: 'State' },
      { key: 'direction', label: 'Direction' },
      { key: 'at', label: 'When', type: 'datetime' },
      { key: 'userId', label: 'Id of the user', type: 'integer' },
    ],
    sample: samplePass,
  },
};
