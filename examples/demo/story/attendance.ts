import { users } from '../sample-company/index.ts';
import type { Show } from '../show.ts';
import type { Stage } from '../stage/start-stage.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { clockTime, dayBefore, momentAt } from './working-day.ts';

/** Who comes, and when: in, out to lunch, in again, out. */
const day = [
  { login: 'vzorova', times: ['07:52', '11:31', '12:04', '16:10'] },
  { login: 'nastavil', times: ['08:03', '11:58', '12:29', '16:45'] },
  { login: 'ucetova', times: ['08:10', '12:00', '12:31', '17:02'] },
] as const;
const directions = ['IN', 'OUT', 'IN', 'OUT'] as const;
const newCard = 'B901';

interface Interval {
  readonly userId: number;
  readonly from: string;
  readonly to: string | null;
  readonly state: string;
  readonly hours: string | null;
}

interface Passing {
  readonly login: string;
  readonly time: string;
  readonly direction: 'IN' | 'OUT';
}

export const attendance: Chapter = {
  title: 'A turnstile: a morning, a cable that is pulled, a buffer that comes late and twice',
  async tell(stage, _people, show) {
    const date = dayBefore(new Date());
    show.line(
      `The gate is a process of its own, with a token that may register passes and nothing else. The day is ${date}.`,
    );
    const [morning, lunch, back, evening] = directions.map((direction, index) =>
      day.map(({ login, times }): Passing => ({ login, direction, time: times[index] ?? '' })),
    );
    for (const passing of morning ?? []) await pass(stage, show, date, passing);
    await strangerPasses(stage, show, date);
    await stage.turnstile.cut(true);
    const later = [lunch, back, evening].flatMap((passings) => passings ?? []);
    for (const passing of later) await pass(stage, undefined, date, passing);
    show.line(`The cable is pulled at 11:30. The gate goes on opening: ${later.length} passes wait in it.`);
    await deliverTwice(stage, show, later.length);
    await showIntervals(stage, show, date);
  },
};

async function pass(
  { turnstile }: Stage,
  show: Show | undefined,
  date: string,
  { login, time, direction }: Passing,
): Promise<void> {
  const user = users.find((each) => each.login === login);
  const answer = await turnstile.pass(user?.badge ?? '', direction, momentAt(date, time));
  if (show === undefined) return;
  expectThat(
    answer?.status === 201,
    `The pass of ${login} was answered ${answer?.status ?? 'nothing'}: ${answer?.detail ?? ''}`,
  );
  show.line(`${time} ${nameOf(login)} comes in: answered ${answer.status}, time entry ${answer.id ?? 0}, on the disk.`);
}

/** A new card that nobody has been given in Gangway yet. */
async function strangerPasses({ turnstile, call }: Stage, show: Show, date: string): Promise<void> {
  const answer = await turnstile.pass(newCard, 'IN', momentAt(date, '08:20'));
  expectThat(
    answer?.status === 202 && answer.state === 'unassigned',
    `The new card was answered ${answer?.status ?? 'nothing'}.`,
  );
  show.line(`08:20 somebody with the new card ${newCard}: answered 202, kept until a person says whose it is.`);
  const fiona = await call<{ data: { id: number }[] }>(
    'GET',
    `/rest/v1/1/views/users?columns=id&externalFilter=login='sample'`,
  );
  const [{ id: userId } = { id: 0 }] = fiona.data;
  await call('POST', `/api/v1/1/passes/${answer.id ?? 0}/assign`, { userId, remember: true });
  show.line(`It is ${nameOf('sample')}'s. Her pass is hers now, and the card stands on her record.`);
}

async function deliverTwice({ turnstile }: Stage, show: Show, count: number): Promise<void> {
  const first = await turnstile.cut(false);
  expectThat(
    first.length === count && first.every(({ status }) => status === 201),
    `The buffer was answered ${first.map(({ status }) => status).join(' ')}.`,
  );
  show.line(
    `The cable is back, and the gate delivers its buffer, hours late: ${count} passes in one request, ${count} times 201.`,
  );
  const again = await turnstile.again();
  const ids = again.map(({ id }) => id);
  expectThat(
    first.every(({ id }) => ids.includes(id)),
    'A repeat was answered with another time entry.',
  );
  show.line(
    `Then it loses its memory and delivers all ${again.length} passes of the day once more: the same answers, nothing is there twice.`,
  );
}

async function showIntervals({ call }: Stage, show: Show, date: string): Promise<void> {
  const filter = encodeURIComponent(`day='${date}'`);
  const { data } = await call<{ data: Interval[] }>(
    'GET',
    `/rest/v1/1/views/intervals.attendance?columns=userId,from,to,state,hours&sort=from&externalFilter=${filter}`,
  );
  const people = await call<{ data: { id: number; login: string }[] }>(
    'GET',
    '/rest/v1/1/views/users?columns=id,login',
  );
  const lines = [...Map.groupBy(data, ({ userId }) => userId)].map(([userId, intervals]) => {
    const login = people.data.find(({ id }) => id === userId)?.login ?? '';
    const spans = intervals.map(
      ({ from, to, state, hours }) =>
        `${clockTime(from)}-${to === null ? '' : clockTime(to)} ${hours ?? '?'} h ${state}`,
    );
    return `${nameOf(login)}: ${spans.join(', ')}`;
  });
  show.line('What became of it (view intervals.attendance):', ...lines);
  const closed = data.filter(({ state }) => state === 'closed');
  expectThat(closed.length === 2 * day.length, `There are ${closed.length} whole intervals, not ${2 * day.length}.`);
  const hours = closed.reduce((sum, interval) => sum + Number(interval.hours), 0);
  expectThat(hours.toFixed(2) === '24.29', `They make ${hours.toFixed(2)} hours.`);
}

function nameOf(login: string): string {
  const user = users.find((each) => each.login === login);
  return `${user?.firstName ?? ''} ${user?.lastName ?? ''}`;
}
