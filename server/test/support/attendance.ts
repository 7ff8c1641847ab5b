import type { Answered, TestApp } from './app.ts';

/** An interval as the table holds it, for tests that look there. */
export interface SeenInterval {
  readonly id: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly state: string;
  readonly day: string;
  readonly seconds: number | null;
}

/** A company with a gate. */
export interface Gate {
  readonly app: TestApp;
  /** A token of a user in Devices. */
  readonly token: string;
  user(fields: Readonly<Record<string, unknown>>): Promise<number>;
  /** Registers as the device. */
  send(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Intervals of a user, the earliest first, with minutes and in UTC. */
  intervals(userId: number): Promise<SeenInterval[]>;
}

export async function openGate(app: TestApp): Promise<Gate> {
  const token = await app.tokenFor(['Devices']);
  return {
    app,
    token,
    user: async (fields) => (await app.save({ kind: 'create', entity: 'users', fields })).id,
    send: (body, headers = {}) =>
      app.call('POST', '/rest/v1/1/time', body, { authorization: `Bearer ${token}`, ...headers }),
    intervals: (userId) =>
      app.database.query<SeenInterval & object>({
        text: `select id, to_char(from_at, 'MM-DD HH24:MI') as from, to_char(to_at, 'MM-DD HH24:MI') as to, state, day, seconds
               from intervals where unit_id = 1 and user_id = $1 order by opened_at, id`,
        values: [userId],
      }),
  };
}
