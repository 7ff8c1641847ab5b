import type { ReceivedRequest } from '../../accounting-servers/counterparty/received.ts';
import type { BookedDocument } from '../../accounting-servers/pohoda/books.ts';
import { story } from '../sample-company/index.ts';
import type { Stage } from '../stage/start-stage.ts';
import { until } from '../stage/until.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { endOf, newestDelivery, readInvoice } from './facts.ts';
import { approve } from './people.ts';

const registration = story.killed;

export const killed: Chapter = {
  title: 'Gangway is killed in the middle of a delivery; the invoice is booked once',
  async tell(stage, people, show) {
    await stage.pohoda.outage('stall', 1);
    await approve(people, registration);
    await until(`Pohoda has not booked ${registration}`, async () =>
      (await bookings(stage)).length > 0 ? true : undefined,
    );
    show.line(`Pohoda has booked ${registration}, but has not answered yet.`);
    await stage.killServer();
    show.line('kill -9: Gangway is gone before it could read the answer.');
    await stage.startServer();
    show.line('Gangway is started again.');
    const delivery = await endOf(stage, await newestDelivery(stage, await readInvoice(stage, registration)));
    expectThat(delivery.state === 'delivered', `The delivery is ${delivery.state}: ${delivery.reason ?? ''}`);
    const requests = await requestsOf(stage);
    const keys = new Set(requests.map(({ headers }) => headers['idempotency-key']));
    const contents = new Set(requests.map(({ bodySha256 }) => bodySha256));
    expectThat(
      requests.length === 2 && keys.size === 1 && keys.has(delivery.id) && contents.size === 1,
      `Pohoda received ${requests.length} requests with ${keys.size} ids and ${contents.size} contents.`,
    );
    show.line(
      'The interrupted message went out again: the same id, the same bytes. Pohoda knew it:',
      `"${delivery.reason ?? ''}"`,
    );
    const booked = await bookings(stage);
    const number = (await readInvoice(stage, registration)).properties?.accountingNumber;
    expectThat(
      booked.length === 1 && number !== undefined && booked[0]?.number === number,
      `${registration} is booked ${booked.length} times, and has the number ${number ?? 'none'}.`,
    );
    show.line(`Booked once, number ${number} on the invoice.`);
  },
};

async function bookings({ pohoda }: Stage): Promise<BookedDocument[]> {
  const all = await pohoda.call<BookedDocument[]>('GET', '/control/documents');
  return all.filter(({ itemId }) => itemId === registration);
}

async function requestsOf({ pohoda }: Stage): Promise<ReceivedRequest[]> {
  return (await pohoda.received()).filter(({ body }) => body.includes(`id="${registration}"`));
}
