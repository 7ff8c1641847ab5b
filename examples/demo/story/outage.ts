import { story } from '../sample-company/index.ts';
import { retryAt } from '../stage/adapt-pack.ts';
import type { Stage } from '../stage/start-stage.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { endOf, newestDelivery, readInvoice } from './facts.ts';
import { approve } from './people.ts';

const registration = story.duringOutage;

interface Alert {
  readonly kind: string;
  readonly recordId: number | null;
}

export const outage: Chapter = {
  title: 'An outage that outlasts all attempts; later sent again',
  async tell(stage, people, show) {
    await stage.pohoda.outage('refuse');
    show.line(`Pohoda answers 503 now. Attempts are made at ${retryAt.join(', ')} (default: 0, 10 min, 2 h, 23 h).`);
    await approve(people, registration);
    const invoice = await readInvoice(stage, registration);
    const failed = await endOf(stage, await newestDelivery(stage, invoice), ({ number, reason }) =>
      show.line(`Attempt ${number}. ${reason}`),
    );
    expectThat(
      failed.state === 'failed' && failed.attemptCount === 4,
      `It is ${failed.state} after ${failed.attemptCount} attempts.`,
    );
    const marked = (await readInvoice(stage, registration)).exports?.['pohoda'];
    expectThat(marked?.state === 'failed', `${registration} is not marked as failed.`);
    show.line(
      `The invoice is marked (exports.pohoda.state: ${marked.state}), with the reason:`,
      `"${marked.message ?? ''}"`,
    );
    const alert = await openAlert(stage, invoice.id);
    expectThat(alert !== undefined, 'Nobody was told.');
    show.line(`People are told, once: GET /api/v1/1/alerts lists it as ${alert.kind}.`);
    await stage.pohoda.outage('off');
    show.line('Pohoda is back.');
    show.line(`npx gangway resend ${failed.id}`);
    await stage.gangway('resend', failed.id);
    const again = await endOf(stage, await newestDelivery(stage, invoice));
    const number = (await readInvoice(stage, registration)).properties?.accountingNumber;
    expectThat(again.state === 'delivered' && number !== undefined, `It is ${again.state}: ${again.reason ?? ''}`);
    expectThat((await openAlert(stage, invoice.id)) === undefined, 'The alert is still open.');
    show.line(`Delivered, number ${number}; the alert is closed.`);
  },
};

async function openAlert({ call }: Stage, recordId: number): Promise<Alert | undefined> {
  const { data } = await call<{ data: Alert[] }>('GET', '/api/v1/1/alerts?open=true');
  return data.find((alert) => alert.recordId === recordId);
}
