import { story } from '../sample-company/index.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { endOf, nameOf, newestDelivery, readInvoice } from './facts.ts';
import { approve } from './people.ts';

const registration = story.approved;

export const approval: Chapter = {
  title: 'An invoice is approved, and accounting has it',
  async tell(stage, people, show) {
    const invoice = await readInvoice(stage, registration);
    const company = await nameOf(stage, invoice);
    show.line(
      `Invoice ${registration}: ${company}, ${invoice.total} ${invoice.currency}. ${people.bookkeeper.name} hands it in.`,
    );
    await approve(people, registration);
    show.line(`${people.approver.name} approves it. Its message to Pohoda was queued in the same transaction.`);
    const delivery = await endOf(stage, await newestDelivery(stage, invoice));
    const [request] = (await stage.pohoda.received()).slice(-1);
    expectThat(
      request !== undefined && delivery.state === 'delivered',
      `The delivery is ${delivery.state}: ${delivery.reason ?? ''}`,
    );
    const umbrella = /[^>]*&#9730;/.exec(request.body)?.[0] ?? '';
    show.line(
      `Pohoda received ${request.method} ${request.path}: ${request.bodyBytes} bytes of XML in windows-1250.`,
      `A character that windows-1250 does not have stands as a reference: ${umbrella}`,
    );
    expectThat(
      request.body.includes('encoding="Windows-1250"') && umbrella !== '',
      'The XML is not what it should be.',
    );
    const number = (await readInvoice(stage, registration)).properties?.accountingNumber;
    expectThat(number !== undefined, `No number was written back onto ${registration}.`);
    show.line(`Pohoda's number ${number} stands on the invoice (properties.accountingNumber).`);
  },
};
