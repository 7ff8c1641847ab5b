import { users } from '../sample-company/index.ts';
import type { Show } from '../show.ts';
import type { Stage } from '../stage/start-stage.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { clockTime, dayBefore } from './working-day.ts';

/** Who comes through the other door, and a card that nobody has. */
const passes = [
  { login: 'schvalova', direction: 'P', time: '08:31:07' },
  { login: 'zkusebny', direction: 'P', time: '08:44:50' },
  { login: undefined, direction: 'P', time: '08:59:59' },
  { login: 'schvalova', direction: 'O', time: '15:02:11' },
  { login: 'zkusebny', direction: 'O', time: '16:30:00' },
] as const;
const strangeCard = 'B999';

interface CallRow {
  readonly outcome: string;
  readonly sentence: string;
  readonly messageId: string | null;
}

export const ownXml: Chapter = {
  title: 'A turnstile that can only send its own XML, and a Gangway that was taught it',
  async tell(stage, _people, show) {
    const date = dayBefore(new Date());
    show.line(
      'It posts batches in windows-1250 with a user name and a password, knows no time zone, and wants to be answered in its own words.',
      'An API definition reads and answers them (packs/turnstile-xml): no line of code.',
    );
    for (const { login, direction, time } of passes) {
      const card = users.find((each) => each.login === login)?.badge ?? strangeCard;
      await stage.terminal.pass(card, direction, deviceDate(date), time);
    }
    expectThat((await stage.terminal.deliver(true)) === undefined, 'The terminal has heard an answer that was lost.');
    show.line(
      `It sends a batch of ${passes.length} passes. The answer is lost on the way, so it sends the batch again.`,
    );
    const answer = await stage.terminal.deliver();
    expectThat(answer?.state === 'OK', `The batch was answered ${answer?.state ?? 'nothing'}: ${answer?.text ?? ''}`);
    const unknown = answer.passes.filter((state) => state === 'NEZNAMA KARTA').length;
    expectThat(unknown === 1, `${unknown} cards were not known, not one.`);
    show.line(
      `Answered STAV="${answer.state}", as the first time; one pass NEZNAMA KARTA: the card ${strangeCard} is nobody's yet.`,
    );
    await stage.terminal.forget();
    const again = await stage.terminal.deliver();
    expectThat(again?.state === 'OK', 'The batch of forgotten passes was not accepted.');
    show.line(
      'Then it loses its memory and sends the same passes in a new batch: every pass has its own number, nothing is there twice.',
    );
    await showCalls(stage, show);
    await showTimes(stage, show, date);
  },
};

async function showCalls({ call }: Stage, show: Show): Promise<void> {
  const { data } = await call<{ data: CallRow[] }>('GET', '/api/v1/1/calls?definition=turnstile-xml');
  const outcomes = data.map(({ outcome }) => outcome);
  expectThat(
    ['accepted', 'repeated', 'accepted'].every((outcome, index) => outcome === outcomes[index]),
    `The calls are ${outcomes.join(', ')}.`,
  );
  const lines = data.map(({ outcome, messageId, sentence }) => `${messageId ?? ''} ${outcome}: ${sentence}`);
  show.line('What came in (GET /api/v1/1/calls), the newest first:', ...lines);
}

async function showTimes({ call }: Stage, show: Show, date: string): Promise<void> {
  const people = await call<{ data: { id: number; login: string }[] }>(
    'GET',
    '/rest/v1/1/views/users?columns=id,login',
  );
  const ids = people.data.filter(({ login }) => passes.some((pass) => pass.login === login)).map(({ id }) => id);
  const filter = encodeURIComponent(`day='${date}' AND (${ids.map((id) => `userId=${id}`).join(' OR ')})`);
  const { data } = await call<{ data: { userId: number; from: string; to: string | null; hours: string | null }[] }>(
    'GET',
    `/rest/v1/1/views/intervals.attendance?columns=userId,from,to,hours&sort=from&externalFilter=${filter}`,
  );
  expectThat(data.length === 2 && data.every(({ to }) => to !== null), `There are ${data.length} intervals, not two.`);
  const lines = data.map(({ userId, from, to, hours }) => {
    const login = people.data.find(({ id }) => id === userId)?.login;
    const user = users.find((each) => each.login === login);
    return `${user?.firstName ?? ''} ${user?.lastName ?? ''}: ${clockTime(from)}-${clockTime(to ?? from)} ${hours ?? '?'} h`;
  });
  show.line('And what became of it:', ...lines);
}

/** 2026-11-23 as the terminal writes it: 23.11.2026. */
function deviceDate(date: string): string {
  return date.split('-').reverse().join('.');
}
