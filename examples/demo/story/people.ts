import { users } from '../sample-company/index.ts';
import type { Call } from '../stage/call.ts';
import type { Stage } from '../stage/start-stage.ts';

/** A user of the company at his keyboard. */
export interface Person {
  readonly name: string;
  readonly call: Call;
}

export interface People {
  readonly bookkeeper: Person;
  readonly approver: Person;
}

/** Each calls with a token of his own, so that the invoice's history names who did what, and rights hold. */
export async function comeToWork(stage: Stage): Promise<People> {
  const [bookkeeper, approver] = await Promise.all([person(stage, 'ucetova'), person(stage, 'schvalova')]);
  return { bookkeeper, approver };
}

async function person(stage: Stage, login: string): Promise<Person> {
  const user = users.find((each) => each.login === login);
  return { name: `${user?.firstName ?? ''} ${user?.lastName ?? ''}`, call: await stage.as(login) };
}

/** The bookkeeper hands the invoice in, the approver approves it. */
export async function approve({ bookkeeper, approver }: People, registration: string): Promise<void> {
  const address = `/rest/v1/1/documents?registration=${registration}`;
  await bookkeeper.call('PATCH', address, { status: 'PROCESSING' });
  await approver.call('PATCH', address, { status: 'APPROVED' });
}
