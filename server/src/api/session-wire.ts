import { Type } from 'typebox';
import { rightNames } from '../access/groups.ts';
import type { Rights } from '../access/rights.ts';
import { csrfOf, secretOf } from '../access/sessions/credential.ts';
import type { SessionRow } from '../access/sessions/session-store.ts';
import { isSetUpPending } from '../access/sessions/set-up-store.ts';
import { readSignInUser } from '../access/sessions/user-store.ts';
import { readUnit } from '../configuration/store.ts';
import { readInstallation } from '../database/installation-store.ts';
import type { ApiParts } from './parts.ts';
import { Moment, OrNull } from './schemas.ts';
import { version } from './version.ts';

const MeWire = Type.Object({
  id: Type.Integer({ description: 'The id of the user.' }),
  name: Type.String(),
  login: Type.String(),
  email: OrNull(Type.String()),
  organisation: Type.String({ description: 'The name of the unit.' }),
  unit: Type.Integer(),
  units: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })),
  groups: Type.Array(Type.String()),
  administrator: Type.Boolean(),
  rights: Type.Record(Type.String(), Type.Array(Type.Union(rightNames.map((name) => Type.Literal(name)))), {
    description: 'By entity; `*` stands for those that are not named.',
    examples: [{ '*': ['read', 'create'], users: ['read'] }],
  }),
  secondFactor: Type.Boolean({ description: 'A second factor is asked for after the password.' }),
  passwordSetAt: OrNull(Moment),
});

export const SessionWire = Type.Object(
  {
    state: Type.Union(
      ['setup', 'signed-out', 'second-factor', 'signed-in'].map((state) => Type.Literal(state)),
      {
        description:
          '`setup`: nobody has set up the console yet. `second-factor`: the password was right, a code is still asked for.',
      },
    ),
    csrf: Type.String({
      description: 'What the header `Gangway-Csrf` must be with the cookie that came, or that this answer sets.',
    }),
    password: Type.Boolean({ description: 'Passwords are taken.' }),
    oidc: OrNull(
      Type.Object({
        name: Type.String({ description: 'What the button says.', examples: ['Company login'] }),
        startUrl: Type.String({ examples: ['/api/v1/session/oidc'] }),
      }),
    ),
    me: OrNull(MeWire),
    version: Type.String(),
    copyPaused: Type.Boolean({ description: 'This database is a copy: nothing is sent before a person confirms it.' }),
  },
  { description: 'Who is signed in, and how one can sign in.' },
);

export type SessionState = 'setup' | 'signed-out' | 'second-factor' | 'signed-in';

/** A user as signed in, with what the groups allow. */
export interface Me {
  readonly unitId: number;
  readonly userId: number;
  readonly rights: Rights;
}

/** The answer of everything that signs in or out. */
export async function sessionBody(
  { database, signIn }: Pick<ApiParts, 'database' | 'signIn'>,
  { state, cookie, me }: { readonly state: SessionState; readonly cookie: string; readonly me: Me | null },
): Promise<object> {
  const { oidc, passwords } = signIn;
  return {
    state,
    csrf: csrfOf(secretOf(cookie) ?? ''),
    password: passwords,
    oidc: oidc === undefined ? null : { name: oidc.settings.name, startUrl: '/api/v1/session/oidc' },
    me: me === null ? null : await meOf({ database }, me),
    version,
    copyPaused: typeof (await readInstallation(database))?.copiedFrom === 'string',
  };
}

async function meOf({ database }: Pick<ApiParts, 'database'>, { unitId, userId, rights }: Me): Promise<object | null> {
  const user = await readSignInUser(database, unitId, userId);
  if (user === undefined) return null;
  const { name, login, email, groups, secondFactor, passwordSetAt } = user;
  const organisation = (await readUnit(database, unitId))?.name ?? '';
  return {
    ...{
      id: userId,
      name,
      login,
      email,
      organisation,
      unit: unitId,
      units: [{ id: unitId, name: organisation }],
      groups,
    },
    ...{ administrator: rights.everything, rights: rightsWire(rights), secondFactor, passwordSetAt },
  };
}

function rightsWire({ everything, others, entities }: Rights): Record<string, readonly string[]> {
  if (everything) return { '*': rightNames };
  return Object.fromEntries([
    ['*', [...others]],
    ...[...entities].map(([name, rights]) => [name, [...rights]] as const),
  ]);
}

/** What a browser without a good session sees. */
export async function stateOf(
  { database, signIn }: Pick<ApiParts, 'database' | 'signIn'>,
  session: SessionRow | undefined,
): Promise<SessionState> {
  if (session?.state === 'second-factor') return 'second-factor';
  return signIn.passwords && (await isSetUpPending(database)) ? 'setup' : 'signed-out';
}
