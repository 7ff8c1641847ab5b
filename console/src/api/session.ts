import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { type Api, apiOf } from './call.ts';
import { request, sessionFacts } from './request.ts';

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly login: string;
  readonly email: string | null;
  readonly organisation: string;
  readonly unit: number;
  readonly units: readonly { readonly id: number; readonly name: string }[];
  readonly groups: readonly string[];
  readonly administrator: boolean;
  readonly rights: Readonly<Record<string, readonly string[]>>;
  readonly secondFactor: boolean;
  readonly passwordSetAt: string | null;
}

/** `GET /api/v1/session`: how this browser stands with the server. */
export interface Session {
  readonly state: 'setup' | 'signed-out' | 'second-factor' | 'signed-in';
  readonly csrf: string;
  /** Whether people may sign in with passwords. */
  readonly password: boolean;
  readonly oidc: { readonly name: string; readonly startUrl: string } | null;
  readonly me: Person | null;
  readonly version: string;
  readonly copyPaused: boolean;
}

export const sessionKey = ['session'] as const;

/** Every answer that has the shape of a session renews what later requests must say. */
function taken(answer: unknown): Session {
  // The shape that server/src/api/session.ts promises.
  const session = answer as Session;
  sessionFacts.csrf = session.csrf;
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async ({ signal }) => taken(await request('GET', '/api/v1/session', { signal })),
  staleTime: Infinity,
});

/** Calls that end in another session. */
export function useSessionActs() {
  const client = useQueryClient();
  /** Without a change of what is shown: over a page that stays. */
  const enterQuietly = useCallback(
    async (path: string, body: object): Promise<Session> => {
      const session = taken(await request('POST', path, { body }));
      if (session.state === 'signed-in') client.setQueryData(sessionKey, session);
      return session;
    },
    [client],
  );
  const enter = useCallback(
    async (path: string, body: object): Promise<Session> => {
      const session = await enterQuietly(path, body);
      client.setQueryData(sessionKey, session);
      return session;
    },
    [client, enterQuietly],
  );
  const signOut = useCallback(async (): Promise<void> => {
    await request('DELETE', '/api/v1/session');
    // Nothing of one person may be seen by the next.
    client.clear();
    window.location.assign('/');
  }, [client]);
  /** The session as the server sees it now; `shown: false` leaves the page as it is, whatever the answer. */
  const readAgain = useCallback(
    async (shown = true): Promise<Session> => {
      const session = taken(await request('GET', '/api/v1/session'));
      if (shown) client.setQueryData(sessionKey, session);
      return session;
    },
    [client],
  );
  return { enter, enterQuietly, signOut, readAgain };
}

export interface Me extends Person {
  readonly session: Session;
  /** Members of Configurator, and administrators. */
  readonly configurator: boolean;
  readonly bookkeeper: boolean;
}

export const MeContext = createContext<Me | undefined>(undefined);

export function meOf(session: Session, person: Person): Me {
  const configurator = person.administrator || person.groups.includes('Configurator');
  return { ...person, session, configurator, bookkeeper: configurator || person.groups.includes('Bookkeepers') };
}

/** The person who has signed in. Only below the gate (app/session-gate.tsx). */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('useMe is called where nobody has signed in');
  return me;
}

export const UnitContext = createContext<Api | undefined>(undefined);

/** The API in the unit that the address names: `const api = useApi()`. */
export function useApi(): Api {
  const api = useContext(UnitContext);
  if (api === undefined) throw new Error('useApi is called outside of a unit');
  return api;
}

export const unitApis = new Map<number, Api>();

/** One object per unit, so that it may stand among the dependencies of an effect. */
export function unitApi(unit: number): Api {
  const api = unitApis.get(unit) ?? apiOf(unit);
  unitApis.set(unit, api);
  return api;
}

/** Whether the person may do this with records of an entity: `can('documents', 'transition')`. */
export function useCan(): (entity: string, right: string) => boolean {
  const { administrator, rights } = useMe();
  // `*` is about entities that are not named.
  return (entity, right) => administrator || (rights[entity] ?? rights['*'] ?? []).includes(right);
}
