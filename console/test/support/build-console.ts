import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { chromiumPath } from '../../../server/test/support/browser.ts';

const script = fileURLToPath(new URL('../../scripts/build-when-stale.ts', import.meta.url));

/** The words after `vitest run` that are no options: parts of paths. */
const pathsOf = (words: readonly string[]): string[] =>
  words.slice(2).filter((word) => word !== 'run' && !word.startsWith('-'));

/** Pages are tested as they are built, by a process of its own: the test runner's mode must not get into them. A run of other tests alone needs no build. */
export default async function buildConsole(project: TestProject): Promise<void> {
  const files = await project.vitest.getRelevantTestSpecifications(pathsOf(process.argv));
  const needsPages = files.some(({ moduleId }) => moduleId.includes('/console/test/pages/'));
  if (chromiumPath === undefined || !needsPages) return;
  const { stderr } = await promisify(execFile)(process.execPath, [script]);
  process.stderr.write(stderr);
}
