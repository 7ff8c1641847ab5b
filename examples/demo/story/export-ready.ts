import { story } from '../sample-company/index.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { endOf, newestDelivery, readInvoice } from './facts.ts';

export const exportReady: Chapter = {
  title: 'Three invoices are marked EXPORT READY and go out as JSON',
  async tell(stage, { bookkeeper }, show) {
    for (const registration of story.exportReady) {
      await bookkeeper.call('PATCH', `/rest/v1/1/documents?registration=${registration}`, {
        properties: { extStatus: 'EXT.READY' },
      });
    }
    show.line(`${bookkeeper.name} marks ${story.exportReady.join(', ')} with EXT.READY.`);
    for (const registration of story.exportReady) {
      const delivery = await endOf(stage, await newestDelivery(stage, await readInvoice(stage, registration)));
      const { extStatus, accountingNumber } = (await readInvoice(stage, registration)).properties ?? {};
      expectThat(
        delivery.state === 'delivered' && extStatus === 'EXT.SENT' && accountingNumber !== undefined,
        `${registration} is ${delivery.state} and ${extStatus ?? 'not marked'}: ${delivery.reason ?? ''}`,
      );
      show.line(`${registration} is ${extStatus}, under number ${accountingNumber} in the JSON accounting server.`);
    }
  },
};
