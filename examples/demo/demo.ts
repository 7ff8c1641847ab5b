import { parseArgs } from 'node:util';
import { DemoFailure } from './failure.ts';
import { createShow, type Show } from './show.ts';
import { type RunningStage, startStage } from './stage/start-stage.ts';
import { tellStory } from './story/tell-story.ts';
import { whatToTry } from './what-to-try.ts';

const usage = `Shows Gangway at work: a company with forty invoices, and two simulated accounting servers that they go to.

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
  show.part('Gangway: the demonstration');
  let stage: RunningStage | undefined;
  try {
    stage = await startStage({ port, signal, made: (text) => show.line(text) });
    if (!once) {
      show.text(whatToTry(stage));
      await aborted(signal);
      show.text('\n  Stopping.');
    } else if (!(await Promise.race([tellStory(stage, show).then(() => true), aborted(signal).then(() => false)]))) {
      await stage.stop();
      return interruptedCode;
    } else show.part('That was the whole story. Everything is stopped, nothing is left behind.');
    await stage.stop();
    return 0;
  } catch (error) {
    if (signal.aborted) {
      await stage?.stop();
      return once ? interruptedCode : 0;
    }
    await stage?.stop({ keepFolder: true });
    if (!(error instanceof DemoFailure)) throw error;
    show.failure(error.message);
    if (stage) show.text(`The log is in ${stage.folder}/gangway.log.`);
    return 1;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
