import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { story } from '../sample-company/index.ts';
import type { Stage } from '../stage/start-stage.ts';
import { until } from '../stage/until.ts';
import type { Chapter } from './chapter.ts';
import { expectThat } from './expect.ts';
import { readInvoice } from './facts.ts';
import { approve } from './people.ts';

const registration = story.told;

export const webhooks: Chapter = {
  title: 'A program is told thinly and signed, asks for the invoice, and refuses what is forged; a bridge files it',
  async tell(stage, people, show) {
    await stage.webhooks.connect();
    await approve(people, registration);
    const told = await until(`Nobody was told of ${registration}`, async () =>
      (await stage.webhooks.taken()).find(({ notice }) => notice?.registration === registration),
    );
    expectThat(
      told.notice?.type === 'documents.approved' && told.record !== undefined,
      'The notice is not what it should be.',
    );
    show.line(
      `${registration} is approved. The receiver got ${told.body.length} bytes: which record, what happened, and where it is. No amount is in it.`,
      `The signature is right; it asked for the invoice itself: ${told.record.total} ${told.record.currency}.`,
    );
    const status = await forge(stage, told.body.replace(registration, 'UA-9999'), told.headers);
    const [refused] = (await stage.webhooks.taken()).slice(-1);
    expectThat(status === 401 && refused?.refused !== undefined, `The forged notice was answered ${status}.`);
    show.line(`Somebody sends the same notice with another number in it. Answered ${status}: "${refused.refused}"`);
    const file = await propertyOf(stage, 'isdocFile');
    const isdoc = await readFile(join(stage.webhooks.files, file), 'utf8');
    expectThat(isdoc.includes('http://isdoc.cz/namespace/2013'), `${file} is no ISDOC file.`);
    show.line(`The bridge took its own notice, wrote ${file}, and reported it: properties.isdocFile.`);
    await people.bookkeeper.call('POST', `/rest/v1/1/documents/export?registration=${registration}`, {});
    const mark = await propertyOf(stage, 'archiveMark');
    show.line(
      `${people.bookkeeper.name} asks for it to be archived. The archive speaks a protocol of its own and takes its time;`,
      `its shelf mark ${mark} came back later and stands on the invoice (properties.archiveMark).`,
    );
  },
};

async function forge(stage: Stage, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const sent = Object.fromEntries(names.map((name) => [name, headers[name] ?? '']));
  return (await fetch(`${stage.webhooks.receiver}/`, { method: 'POST', body, headers: sent })).status;
}

const propertyOf = (stage: Stage, name: string): Promise<string> =>
  until(`There is no ${name} on ${registration}`, async () => {
    const { properties } = await readInvoice(stage, registration);
    return (properties as Readonly<Record<string, string>> | undefined)?.[name];
  });
