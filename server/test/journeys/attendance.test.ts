import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/app.ts';
import { type Gate, openGate } from '../support/attendance.ts';

let app: TestApp;
let gate: Gate;
let people = 0;

beforeAll(async () => {
  app = await testApp({ start: false });
  gate = await openGate(app);
});
afterAll(() => app.close());

/** A new user with a badge of their own. */
async function person(more: Readonly<Record<string, unknown>> = {}): Promise<{ id: number; badge: string }> {
  people += 1;
  const badge = `B-${people}`;
  const fields = { login: `person-${people}`, badge, email: `p${people}@example.com`, personalNumber: `P${people}` };
  return { id: await gate.user({ ...fields, ...more }), badge };
}

const day = (time: string): string => `2026-11-16T${time}:00+01:00`;
const pass = (fields: Readonly<Record<string, unknown>>) => ({ type: 'ATTENDANCE', device: 'gate', ...fields });
const told = async (userId: number): Promise<string[]> =>
  (await gate.intervals(userId)).map(({ from, to, state }) => `${from ?? '?'} ${to ?? '?'} ${state}`);

describe('a pass', () => {
  test('is answered with what the device sent, its id and registration, and becomes a record and an interval', async () => {
    const { id, badge } = await person();
    const sent = pass({ badge, direction: 'IN', at: day('08:00'), eventId: 'first' });
    const { status, body, headers } = await gate.send(sent);
    expect(status).toBe(201);
    const { id: passId, registration, state, createdAt, ...rest } = body as Record<string, unknown>;
    expect(rest).toEqual(sent);
    expect(state).toBe('accepted');
    expect(createdAt).toEqual(expect.any(String));
    expect(headers['location']).toBe(`/rest/v1/1/time?id=${String(passId)}`);
    const read = await app.call('GET', `/rest/v1/1/time?id=${String(passId)}`);
    expect(read.body).toMatchObject({ ...sent, id: passId, registration, userId: id });
    await gate.send(pass({ badge, direction: 'OUT', at: day('16:30'), eventId: 'second' }));
    expect(await told(id)).toEqual(['11-16 07:00 11-16 15:30 closed']);
  });

  test.each(['userId', 'email', 'badge', 'personalNumber'])('finds its user by %s, whatever the case', async (by) => {
    const { id, badge } = await person();
    const number = badge.slice(2);
    const values = {
      userId: id,
      email: `P${number}@EXAMPLE.com`,
      badge: badge.toLowerCase(),
      personalNumber: `p${number}`,
    };
    const { status } = await gate.send(pass({ [by]: values[by as 'badge'], at: day('08:00'), eventId: `by-${by}` }));
    expect(status).toBe(201);
    expect(await told(id)).toHaveLength(1);
  });

  test('of somebody who may read time entries is answered with the user it was taken for', async () => {
    const { id, badge } = await person();
    const sent = pass({ badge, at: day('08:00'), eventId: 'seen' });
    const seen = await app.call('POST', '/rest/v1/1/time', sent);
    expect(seen.body).toMatchObject({ userId: id });
    const device = await gate.send(sent);
    expect(device.body).not.toHaveProperty('userId');
    expect(device.body).toMatchObject({ id: (seen.body as { id: number }).id });
  });

  test('that comes again changes nothing and is answered the same, byte for byte', async () => {
    const { id, badge } = await person();
    const sent = pass({ badge, at: day('08:00'), eventId: 'again' });
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await gate.send(sent));
    // The same moment in another zone is the same content.
    answers.push(await gate.send({ ...sent, at: '2026-11-16T07:00:00Z' }));
    for (const answer of answers) {
      expect(answer.status).toBe(201);
      expect(JSON.stringify(answer.body)).toBe(JSON.stringify(answers[0]?.body));
    }
    expect(await told(id)).toEqual(['11-16 07:00 11-16 23:00 forgotten']);
  });

  test('that comes again after it was corrected is answered as it was, and stays corrected', async () => {
    const { id, badge } = await person();
    const sent = pass({ badge, direction: 'IN', at: day('08:00'), eventId: 'corrected' });
    const first = await gate.send(sent);
    const { id: passId } = first.body as { id: number };
    await app.call('PATCH', `/rest/v1/1/time?id=${passId}`, { at: day('07:30') });
    expect(JSON.stringify((await gate.send(sent)).body)).toBe(JSON.stringify(first.body));
    expect(await told(id)).toEqual(['11-16 06:30 11-16 22:30 forgotten']);
    await app.call('DELETE', `/rest/v1/1/time?id=${passId}`);
    expect(await told(id)).toEqual([]);
    expect((await gate.send(sent)).status).toBe(201);
    expect(await told(id)).toEqual([]);
    const history = await app.call('GET', `/rest/v1/1/time/history?id=${passId}`);
    const { data } = history.body as { data: { kind: string; userName: string; changes: unknown }[] };
    expect(data.map(({ kind }) => kind)).toEqual(['deleted', 'updated', 'created']);
    expect(data[1]).toMatchObject({ userName: 'Ada Admin', changes: { at: [day('08:00'), day('07:30')] } });
  });

  test('with the event id of another one is refused with a sentence', async () => {
    const { badge } = await person();
    await gate.send(pass({ badge, at: day('08:00'), eventId: 'taken' }));
    const other = await gate.send(pass({ badge, at: day('09:00'), eventId: 'taken' }));
    expect(other.status).toBe(409);
    expect((other.body as { detail: string }).detail).toMatch(/The event "taken" of this device was registered before/);
    // Another device counts its events by itself.
    expect((await gate.send({ ...pass({ badge, at: day('09:00'), eventId: 'taken' }), device: 'office' })).status).toBe(
      201,
    );
  });

  test('without an event id is known by its content', async () => {
    const { id, badge } = await person();
    const sent = pass({ badge, at: day('08:00') });
    const [first, second] = [await gate.send(sent), await gate.send(sent)];
    expect(second.body).toEqual(first.body);
    await gate.send(pass({ badge, at: day('12:00') }));
    expect(await told(id)).toEqual(['11-16 07:00 11-16 11:00 closed']);
  });
});

describe('what comes late', () => {
  test('comes out right, in whatever order a buffer is delivered, and twice', async () => {
    const { id, badge } = await person();
    const morning = ['08:00', '11:30', '12:00', '16:00'].map((time, index) =>
      pass({ badge, at: day(time), eventId: `late-${index}` }),
    );
    for (const index of [3, 0, 2, 1, 1, 3, 0, 2]) expect((await gate.send(morning[index])).status).toBe(201);
    expect(await told(id)).toEqual(['11-16 07:00 11-16 10:30 closed', '11-16 11:00 11-16 15:00 closed']);
  });

  test('is taken in batches, each item answered in its place', async () => {
    const { id, badge } = await person();
    const { status, body } = await gate.send([
      pass({ badge, at: day('16:00'), eventId: 'batch-2' }),
      pass({ badge, at: 'this morning', eventId: 'batch-x' }),
      pass({ badge, at: day('08:00'), eventId: 'batch-1' }),
      pass({ badge, at: day('08:00'), eventId: 'batch-1' }),
      pass({ badge: 'unheard of', at: day('08:00'), eventId: 'batch-u' }),
    ]);
    expect(status).toBe(200);
    const items = body as { status: number; id?: number; detail?: string }[];
    expect(items.map((item) => item.status)).toEqual([201, 422, 201, 201, 202]);
    expect(items[1]?.detail).toMatch(/"at" must be a moment with its zone/);
    expect(items[3]?.id).toBe(items[2]?.id);
    expect(await told(id)).toEqual(['11-16 07:00 11-16 15:00 closed']);
  });

  test('many at once, from several callers, become the intervals that they are', async () => {
    const crowd = await Promise.all(Array.from({ length: 20 }, () => person()));
    const passes = crowd.flatMap(({ badge }) =>
      ['08:00', '12:00', '12:30', '17:00'].map((time) => pass({ badge, at: day(time), eventId: `${badge} ${time}` })),
    );
    const shuffled = passes.map((each, index) => ({ each, rank: (index * 37) % 83 })).sort((a, b) => a.rank - b.rank);
    const answers = await Promise.all([...shuffled, ...shuffled].map(({ each }) => gate.send(each)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { id } of crowd) {
      expect(await told(id)).toEqual(['11-16 07:00 11-16 11:00 closed', '11-16 11:30 11-16 16:00 closed']);
    }
  });
});

describe('what cannot be registered', () => {
  test.each([
    [{ badge: 'B-1', at: '2026-11-16T08:00:00' }, /"at" must be a moment with its zone such as/],
    [{ badge: 'B-1' }, /"at" is missing/],
    [{ at: day('08:00') }, /Whose time it is, is missing: send "userId", "email", "badge" or "personalNumber"/],
    [
      { badge: 'B-1', email: 'a@b.cz', at: day('08:00') },
      /Name the user by one field only, not by "email" and "badge"/,
    ],
    [{ badge: ' ', at: day('08:00') }, /"badge" is empty: it names nobody/],
    [{ userId: '7', at: day('08:00') }, /"userId" must be the id of a user, a whole number/],
    [{ badge: 'B-1', at: '1970-01-01T00:00:12Z' }, /the clock of the device has lost the time/],
    [{ badge: 'B-1', at: '2099-01-01T00:00:00Z' }, /"at" lies in the future: here it is 20\d\d-/],
    [{ badge: 'B-1', at: day('08:00'), direction: 'UP' }, /direction/],
    [{ badge: 'B-1', at: day('08:00'), colour: 'blue' }, /colour/],
  ])('%j is refused with a sentence, and leaves nothing', async (fields, sentence) => {
    const { status, body } = await gate.send(pass({ eventId: JSON.stringify(fields), ...fields }));
    expect(status).toBe(422);
    const { detail, errors = [] } = body as { detail: string; errors?: { message: string }[] };
    expect([detail, ...errors.map(({ message }) => message)].join(' ')).toMatch(sentence);
  });

  test('a clock that is a little ahead is forgiven', async () => {
    const { badge } = await person();
    const soon = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    expect((await gate.send(pass({ badge, at: soon(4), eventId: 'ahead' }))).status).toBe(201);
    expect((await gate.send(pass({ badge, at: soon(6), eventId: 'far ahead' }))).status).toBe(422);
  });
});

describe('a badge that nobody has', () => {
  test('is kept, answered so, and told once; a person assigns it, and what waits with it follows', async () => {
    const { id } = await person({ badge: null });
    const passes = ['08:00', '12:00', '13:00'].map((time, index) =>
      pass({ badge: 'New-77', at: day(time), eventId: `new-${index}` }),
    );
    const answers = [];
    for (const each of passes) answers.push(await gate.send(each));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers[0]?.body).toMatchObject({ state: 'unassigned', badge: 'New-77' });
    const alerts = await app.call('GET', '/api/v1/1/alerts?open=true');
    const about = (alerts.body as { data: { key: string; text: string }[] }).data.filter(({ key }) =>
      key.endsWith('/badge/new-77'),
    );
    expect(about.map(({ text }) => text)).toEqual([expect.stringMatching(/^Nobody has the badge new-77/)]);

    const waiting = await app.call('GET', '/api/v1/1/passes?unassigned=true&limit=3');
    const ids = (waiting.body as { data: { id: string; named: string; state: string }[] }).data;
    expect(ids.map(({ named, state }) => `${named} ${state}`)).toEqual(Array(3).fill('new-77 unassigned'));
    const [{ id: passId } = { id: '' }] = ids;

    const one = await app.call('POST', `/api/v1/1/passes/${passId}/assign`, { userId: id });
    expect(one.body).toEqual({ ids: [Number(passId)], waiting: 0 });
    expect(await told(id)).toEqual(['11-16 12:00 11-17 04:00 forgotten']);
    const all = await app.call('POST', `/api/v1/1/passes/${passId}/assign`, { userId: id, remember: true });
    expect((all.body as { ids: number[] }).ids).toHaveLength(2);
    expect(await told(id)).toEqual(['11-16 07:00 11-16 11:00 closed', '11-16 12:00 11-17 04:00 forgotten']);
    expect((await app.call('GET', `/rest/v1/1/users?id=${id}`)).body).toMatchObject({ badge: 'New-77' });
    // From now on it is known; a repeat of what was unassigned is answered as it was.
    expect((await gate.send(pass({ badge: 'new-77', at: day('17:00'), eventId: 'new-3' }))).status).toBe(201);
    expect((await gate.send(passes[0])).status).toBe(202);
    const left = await app.call('GET', '/api/v1/1/alerts?open=true');
    expect(JSON.stringify(left.body)).not.toContain('new-77');
  });

  test('is not taken from who has it already', async () => {
    const [first, second] = [await person(), await person()];
    const { body } = await gate.send(pass({ badge: first.badge, at: day('08:00'), eventId: 'owned' }));
    const { id } = body as { id: number };
    const { status, body: problem } = await app.call('POST', `/api/v1/1/passes/${id}/assign`, { userId: second.id });
    expect(status).toBe(409);
    expect((problem as { detail: string }).detail).toMatch(/is of user \d+ already/);
    await app.call('PATCH', `/rest/v1/1/time?id=${id}`, { userId: second.id });
    expect([await told(first.id), await told(second.id)]).toEqual([[], ['11-16 07:00 11-16 23:00 forgotten']]);
  });
});

test('the pass of a disabled user counts, and a person is told', async () => {
  const { id, badge } = await person({ isDisabled: true });
  expect((await gate.send(pass({ badge, at: day('08:00'), eventId: 'disabled' }))).status).toBe(201);
  expect(await told(id)).toHaveLength(1);
  const { body } = await app.call('GET', '/api/v1/1/alerts?open=true');
  expect(JSON.stringify(body)).toContain(`User ${id} is disabled and was registered all the same`);
});

describe('absences and time tracks', () => {
  test('an absence of dates, one at a time', async () => {
    const { id, badge } = await person();
    const vacation = { type: 'ABSENCE', badge, from: '2026-12-24', to: '2026-12-31', kind: 'vacation', eventId: 'v1' };
    const first = await gate.send(vacation);
    expect(first.status).toBe(201);
    expect((await gate.send(vacation)).body).toEqual(first.body);
    const second = await gate.send({ type: 'ABSENCE', userId: id, from: '2026-12-31', kind: 'doctor' });
    expect(second.status).toBe(409);
    expect((second.body as { detail: string }).detail).toMatch(/is absent in this time already: time entry \d+/);
    expect((await gate.send({ type: 'ABSENCE', userId: id, from: '2027-01-01', kind: 'illness' })).status).toBe(201);
    const { id: recordId } = first.body as { id: number };
    const moved = await app.call('PATCH', `/rest/v1/1/time?id=${recordId}`, { to: '2027-01-02' });
    expect(moved.status).toBe(409);
    expect((await app.call('PATCH', `/rest/v1/1/time?id=${recordId}`, { to: '2026-12-30' })).status).toBe(200);
  });

  test('two absences that overlap in one batch: the first one counts', async () => {
    const { badge } = await person();
    const { body } = await gate.send([
      { type: 'ABSENCE', badge, from: '2026-12-01', to: '2026-12-05' },
      { type: 'ABSENCE', badge, from: '2026-12-05', to: '2026-12-06' },
    ]);
    expect((body as { status: number }[]).map(({ status }) => status)).toEqual([201, 409]);
  });

  test('a time track has the hours between its ends, also after a correction, unless somebody gave others', async () => {
    const { badge } = await person();
    const track = { type: 'TRACK', badge, from: day('09:00'), to: day('11:30'), note: 'design' };
    const hoursOf = async (id: number): Promise<unknown> =>
      ((await app.call('GET', `/rest/v1/1/time?id=${id}`)).body as { hours?: unknown }).hours;
    const { id } = (await gate.send(track)).body as { id: number };
    expect(await hoursOf(id)).toBe('2.50');
    await app.call('PATCH', `/rest/v1/1/time?id=${id}`, { to: day('12:00') });
    expect(await hoursOf(id)).toBe('3.00');
    await app.call('PATCH', `/rest/v1/1/time?id=${id}`, { hours: 2 });
    await app.call('PATCH', `/rest/v1/1/time?id=${id}`, { to: day('13:00') });
    expect(await hoursOf(id)).toBe('2');
    const backwards = await gate.send({ ...track, from: day('12:00') });
    expect((backwards.body as { detail: string }).detail).toMatch(/"to" must be later than "from"/);
    const tooMany = await gate.send({ ...track, hours: '3' });
    expect((tooMany.body as { detail: string }).detail).toMatch(/cannot be more than the 2.50 hours/);
  });
});

describe('the views', () => {
  const rows = async (view: string, query: string): Promise<Record<string, unknown>[]> => {
    const { body } = await app.call('GET', `/rest/v1/1/views/${view}?${query}`);
    return (body as { data: Record<string, unknown>[] }).data;
  };

  test('show attendance as intervals, with what a person should look at', async () => {
    const { id, badge } = await person();
    for (const [time, direction] of [
      ['08:00', 'IN'],
      ['12:00', 'OUT'],
      ['13:00', 'OUT'],
      ['14:00', 'IN'],
    ] as const) {
      await gate.send(pass({ badge, direction, at: day(time), eventId: `${badge} ${time}` }));
    }
    const columns = 'columns=userId,day,from,to,state,hours,needsCheck,updatedAt';
    const seen = await rows('intervals.attendance', `${columns}&externalFilter=userId=${id}&sort=from`);
    expect(seen.map(({ updatedAt: _any, ...rest }) => rest)).toEqual(
      [
        [null, '12:00', 'exitOnly', null, true],
        ['07:00', '11:00', 'closed', '4.00', false],
        ['13:00', '05:00', 'forgotten', '0.00', true],
      ].map(([from, to, state, hours, needsCheck]) => ({
        ...{ userId: id, day: '2026-11-16', state, hours, needsCheck },
        from: from === null ? null : `2026-11-16T${String(from)}:00.000Z`,
        to: `2026-11-${to === '05:00' ? 17 : 16}T${String(to)}:00.000Z`,
      })),
    );
    const [latest] = seen
      .map((row) => String(row['updatedAt']))
      .sort()
      .reverse();
    const since = await rows('intervals.attendance', `${columns}&updatedSince=${latest ?? ''}`);
    expect(since.map((row) => row['userId'])).toEqual([id]);
    expect(
      await rows('intervals.attendance', `externalFilter=userId=${id} AND needsCheck=true AND day='2026-11-16'`),
    ).toHaveLength(2);
  });

  test('show absences and time tracks, each by itself', async () => {
    const { id, badge } = await person();
    await gate.send({ type: 'ABSENCE', badge, from: '2026-10-01', to: '2026-10-02', kind: 'vacation' });
    await gate.send({ type: 'TRACK', badge, from: day('09:00'), to: day('10:00'), note: 'design' });
    const own = `externalFilter=userId=${id}`;
    expect(await rows('intervals.absence', own)).toMatchObject([
      { from: '2026-10-01', to: '2026-10-02', kind: 'vacation' },
    ]);
    expect(await rows('intervals.track', own)).toMatchObject([{ hours: '1.00', note: 'design' }]);
    expect(await rows('intervals.attendance', own)).toEqual([]);
  });

  test('keep an interval from who may not see its pass', async () => {
    const { badge } = await person();
    const { body } = await gate.send(pass({ badge, at: day('08:00'), eventId: 'secret' }));
    const { id } = body as { id: number };
    await app.call('PATCH', `/rest/v1/1/time?id=${id}`, { acl: { read: { users: [2] } } });
    const authorization = { authorization: `Bearer ${await app.tokenFor(['Readers'])}` };
    for (const address of [
      `/rest/v1/1/views/intervals.attendance?externalFilter=id=${id}`,
      `/api/v1/1/passes?device=gate&limit=1000`,
    ]) {
      const seen = await app.call('GET', address, undefined, authorization);
      expect(seen.status).toBe(200);
      expect(JSON.stringify(seen.body)).not.toMatch(new RegExp(`"id":"?${id}"?[,}]`));
      expect(JSON.stringify((await app.call('GET', address)).body)).toMatch(new RegExp(`"id":"?${id}"?[,}]`));
    }
  });
});

describe('rights', () => {
  test('a device registers, and sees nothing', async () => {
    const { badge } = await person();
    const authorization = { authorization: `Bearer ${gate.token}` };
    const { body } = await gate.send(pass({ badge, at: day('08:00'), eventId: 'rights' }));
    const { id } = body as { id: number };
    for (const [method, path, sent] of [
      ['GET', `/rest/v1/1/time?id=${id}`, undefined],
      ['GET', `/rest/v1/1/time/history?id=${id}`, undefined],
      ['PATCH', `/rest/v1/1/time?id=${id}`, { at: day('09:00') }],
      ['DELETE', `/rest/v1/1/time?id=${id}`, undefined],
      ['GET', '/api/v1/1/passes', undefined],
      ['POST', `/api/v1/1/passes/${id}/assign`, { userId: 2 }],
      ['GET', '/rest/v1/1/users?id=2', undefined],
    ] as const) {
      expect((await app.call(method, path, sent, authorization)).status).toBe(403);
    }
  });

  test('who has only the right to create registers themself, and nobody else', async () => {
    // As every unit that was made by Gangway has it; a unit with groups has only those.
    await app.call('PUT', '/api/v1/1/groups/Devices', { name: 'Devices' });
    await app.call('PUT', '/api/v1/1/groups/Employees', { name: 'Employees', rights: { time: ['create'] } });
    const authorization = { authorization: `Bearer ${await app.tokenFor(['Employees'])}` };
    const { body } = await app.call('GET', '/api/v1/me', undefined, authorization);
    const { id: userId } = body as { id: number };
    const own = await app.call('POST', '/rest/v1/1/time', pass({ userId, at: day('08:00') }), authorization);
    expect(own.status).toBe(201);
    const { badge } = await person();
    for (const other of [{ badge }, { badge: 'nobody has it' }, { userId: 2 }]) {
      const refused = await app.call('POST', '/rest/v1/1/time', pass({ ...other, at: day('08:00') }), authorization);
      expect(refused.status).toBe(403);
      expect((refused.body as { detail: string }).detail).toMatch(/may register only themself/);
    }
  });
});

test('an Idempotency-Key works as everywhere', async () => {
  const { id, badge } = await person();
  const sent = pass({ badge, at: day('08:00') });
  const key = { 'idempotency-key': 'time-1' };
  const first = await gate.send(sent, key);
  const second = await gate.send(sent, key);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(second.headers['idempotent-replayed']).toBe('true');
  expect((await gate.send(pass({ badge, at: day('09:00') }), key)).status).toBe(422);
  expect(await told(id)).toHaveLength(1);
});

test('the rules of the unit count: a person’s entity time says when an exit is forgotten, and what that counts', async () => {
  const body = { name: 'time', attendance: { forgottenAfter: '10h', forgottenHours: 7.5 } };
  expect((await app.call('PUT', '/api/v1/1/entities/time', body)).status).toBeLessThan(300);
  const { id, badge } = await person();
  await gate.send(pass({ badge, direction: 'IN', at: day('08:00'), eventId: 'rules' }));
  expect(await gate.intervals(id)).toMatchObject([{ to: '11-16 17:00', state: 'forgotten', seconds: 27_000 }]);
  const wrong = await app.call('PUT', '/api/v1/1/entities/time', {
    name: 'time',
    attendance: { forgottenAfter: 'soon' },
  });
  expect(wrong.status).toBe(422);
});
