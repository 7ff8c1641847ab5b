import { Type } from 'typebox';
import { listSecrets } from '../configuration/secret-store.ts';
import { readConfiguration } from '../configuration/store.ts';
import { secretsIn } from '../integration/bind-secrets.ts';
import { apply } from './integration.ts';
import { operation } from './operation.ts';
import { Moment, OrNull, UnitPath } from './schemas.ts';

export const listSecretsOperation = operation({
  id: 'listSecrets',
  tag: 'Configuration',
  summary: 'Lists the secrets by name: whether each has a value, where it may be sent, and what uses it.',
  description: 'Those that are used and have no value yet stand here as well. Values are never shown.',
  params: UnitPath,
  answers: {
    200: Type.Object(
      {
        data: Type.Array(
          Type.Object({
            name: Type.String({ examples: ['accounting'] }),
            isSet: Type.Boolean(),
            hosts: OrNull(Type.Array(Type.String(), { description: 'Where it may be sent; null: not bound yet.' })),
            updatedAt: OrNull(Moment),
            updatedBy: OrNull(Type.String()),
            usedBy: Type.Array(Type.Object({ kind: Type.String({ examples: ['connections'] }), name: Type.String() })),
          }),
        ),
      },
      { description: 'Secrets, without their values.' },
    ),
  },
  handle: async ({ parts, caller }) => {
    const [stored, objects] = await Promise.all([
      listSecrets(parts.database, caller.unitId),
      readConfiguration(parts.database, caller.unitId),
    ]);
    const uses = objects.flatMap(({ kind, name, body }) =>
      [...secretsIn(body)].map((secret) => ({ secret, kind, name })),
    );
    const byName = new Map(stored.map((secret) => [secret.name, secret]));
    const names = [...new Set([...byName.keys(), ...uses.map(({ secret }) => secret)])].sort();
    const data = names.map((name) => {
      const { hosts = null, updatedAt = null, updatedBy = null } = byName.get(name) ?? {};
      const usedBy = uses.filter(({ secret }) => secret === name).map(({ kind, name: user }) => ({ kind, name: user }));
      return { name, isSet: byName.has(name), hosts, updatedAt, updatedBy, usedBy };
    });
    return { body: { data } };
  },
});

export const putSecret = operation({
  id: 'putSecret',
  tag: 'Configuration',
  summary: 'Gives a secret its value, sealed at once and never shown again.',
  description: 'It may be sent only to the hosts of what uses it; giving it anew binds it anew.',
  params: Type.Object({
    ...UnitPath.properties,
    name: Type.String({
      pattern: '^[A-Za-z0-9._-]{1,80}$',
      description: 'The name of the secret.',
      examples: ['accounting'],
    }),
  }),
  body: Type.Object(
    { value: Type.String({ minLength: 1, maxLength: 20_000, examples: ['a password'] }) },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object({ name: Type.String(), warnings: Type.Array(Type.String()) }, { description: 'It has a value.' }),
  },
  refusals: ['invalid-configuration'],
  handle: async ({ parts, caller, params: { name }, body: { value } }) => {
    const { warnings } = await apply(parts, caller, { objects: [], secrets: { [name]: value } });
    return { body: { name, warnings } };
  },
});
