import { parseArgs } from 'node:util';
import { DemoFailure } from './failure.ts';
import { createShow, type Show } from './show.ts';
import { type RunningStage, startStage } from './stage/start-stage.ts';
import { tellStory } from './story/tell-story.ts';
import { whatToTry } from './what-to-try.ts';

const usage = `Shows Gangway at work: a company with forty invoices, two simulated accounting servers that they go to, and a turnstile.

npm run demo                 starts everything, says what to try, and runs until Ctrl-C
npm run demo -- --once       tells the whole story by itself and ends

  --port NUMBER   of Gangway (8080, or a free one where that is taken; 0: any free one)
  --help          this text

Everything is kept in a temporary folder and removed at the end.`;

/** 128 + SIGINT, as shells count it. */
const interruptedCode = 130;

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    port: { type: 'string', default: '8080' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
  console.error('--port must be a number from 0 to 65535.');
  process.exit(2);
}

const wantsToStop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => wantsToStop.abort());
const show = createShow(process.stdout, (process.env['NO_COLOR'] ?? '') !== '');
process.exit(await run(show, Number(values.port), values.once, wantsToStop.signal));

/** Resolves to the exit code, when everything that was started has ended. */
async function run(show: Show, port: number, once: boolean, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  show.part('Gangway: the demonstration');
  let stage: RunningStage | undefined;
  try {
    stage = await startStage({ port, signal, made: (text) => show.line(text) });
    await (once ? Promise.race([tellStory(stage, show), interrupted(signal)]) : stayOpen(stage, show, signal));
    await stage.stop();
    const seconds = Math.round((performance.now() - began) / 1000);
    if (once)
      show.part(`That was the whole story, in ${seconds} seconds. Everything is stopped, nothing is left behind.`);
    return 0;
  } catch (error) {
    await stage?.stop({ keepFolder: !signal.aborted });
    if (signal.aborted) return once ? interruptedCode : 0;
    if (!(error instanceof DemoFailure)) throw error;
    show.failure(error.message);
    if (stage) show.text(`The log is in ${stage.folder}/gangway.log.`);
    return 1;
  }
}

/** Until a person, or the system, wants it to stop. */
async function stayOpen(stage: RunningStage, show: Show, signal: AbortSignal): Promise<void> {
  await stage.webhooks.connect();
  show.text(whatToTry(stage));
  await Promise.race([aborted(signal), aborted(stage.serverEnded())]);
  if (!signal.aborted) throw new DemoFailure('Gangway has ended by itself.');
  show.text('\n  Stopping.');
}

async function interrupted(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw new DemoFailure('It was interrupted.');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
