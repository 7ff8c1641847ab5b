import { story } from '../sample-company/index.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { endOf, newestDelivery, readInvoice } from './facts.ts';
import { approve } from './people.ts';

const registration = story.refused;

export const refusal: Chapter = {
  title: 'A refusal, in the words of the accounting program; mended and sent again',
  async tell(stage, people, show) {
    await approve(people, registration);
    show.line(`Invoice ${registration} is approved. Its tax point lies in a VAT period that Pohoda has closed.`);
    const invoice = await readInvoice(stage, registration);
    const refused = await endOf(stage, await newestDelivery(stage, invoice));
    const { state, message } = (await readInvoice(stage, registration)).exports?.['pohoda'] ?? {};
    expectThat(refused.state === 'refused' && state === 'refused', `The delivery is ${refused.state}, not refused.`);
    show.line(`Refused. That is no outage, so it is not tried again. On the invoice stands:`, `"${message ?? ''}"`);
    const { bookkeeper } = people;
    await bookkeeper.call('PATCH', `/rest/v1/1/documents?registration=${registration}`, { taxPointOn: '2026-11-10' });
    show.line(`${bookkeeper.name} corrects the tax point to 2026-11-10.`);
    show.line(`npx gangway resend ${refused.id}`);
    await stage.gangway('resend', refused.id);
    const again = await endOf(stage, await newestDelivery(stage, invoice));
    const number = (await readInvoice(stage, registration)).properties?.accountingNumber;
    expectThat(again.state === 'delivered' && number !== undefined, `It is ${again.state}: ${again.reason ?? ''}`);
    show.line(`Accepted, made anew from the record of now; number ${number}.`);
  },
};
