import type { Authentication, ZObject } from 'zapier-platform-core';
import { type AnyBundle, baseOf, call } from './requests.ts';

interface Me {
  readonly name: string;
  readonly organisation: string;
  readonly unit: number;
}

/** Whose token it is; a token of another unit is refused here, before a Zap fails by it. */
async function test(z: ZObject, bundle: AnyBundle): Promise<object> {
  const me = await call<Me>(z, 'GET', '/api/v1/me');
  const { unit = '1', url = '' } = bundle.authData;
  if (String(me.unit) !== unit) {
    throw new z.errors.Error(
      `This token belongs to unit ${me.unit}, not to unit ${unit}. Put ${me.unit} into the field Unit.`,
      'other-unit',
    );
  }
  return { ...me, host: new URL(baseOf(url)).host };
}

export const authentication = {
  type: 'custom',
  fields: [
    {
      key: 'url',
      label: 'Address of the server',
      type: 'string',
      required: true,
      isNoSecret: true,
      placeholder: 'https://gangway.example.com',
      helpText: 'As it can be reached from the internet, with https.',
    },
    {
      key: 'token',
      label: 'Token',
      type: 'password',
      required: true,
      helpText:
        'Made by a configurator: `gangway token create --name Zapier --user LOGIN --ip 0.0.0.0/0`. It sees and does what its user may, and must be good from the addresses of Zapier.',
    },
    {
      key: 'unit',
      label: 'Unit',
      type: 'string',
      required: true,
      default: '1',
      isNoSecret: true,
      helpText: 'The number of the business unit; 1 unless there are several.',
    },
  ],
  test,
  connectionLabel: (_z: ZObject, { inputData }: AnyBundle): Promise<string> =>
    Promise.resolve(`${String(inputData['organisation'])} on ${String(inputData['host'])}`),
  customConfig: {},
} satisfies Authentication;
