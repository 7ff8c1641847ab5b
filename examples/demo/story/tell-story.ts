import type { Show } from '../show.ts';
import type { Stage } from '../stage/start-stage.ts';
import { approval } from './approval.ts';
import { attendance } from './attendance.ts';
import type { Chapter } from './chapter.ts';
import { exportReady } from './export-ready.ts';
import { killed } from './killed.ts';
import { outage } from './outage.ts';
import { ownXml } from './own-xml.ts';
import { comeToWork } from './people.ts';
import { refusal } from './refusal.ts';
import { webhooks } from './webhooks.ts';

const chapters: readonly Chapter[] = [approval, exportReady, refusal, outage, killed, attendance, ownXml, webhooks];

/** The whole story, one chapter after the other. Fails with a DemoFailure where it is not true. */
export async function tellStory(stage: Stage, show: Show): Promise<void> {
  const people = await comeToWork(stage);
  for (const [index, chapter] of chapters.entries()) {
    show.part(`${index + 1}. ${chapter.title}`);
    await chapter.tell(stage, people, show);
  }
}
