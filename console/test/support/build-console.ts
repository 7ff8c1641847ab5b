import type { TestProject } from 'vitest/node';
import { chromiumPath } from '../../../server/test/support/browser.ts';
import { buildWhenStale } from '../../scripts/build-when-stale.ts';

/** The words after `vitest run` that are no options: parts of paths. */
const pathsOf = (words: readonly string[]): string[] =>
  words.slice(2).filter((word) => word !== 'run' && !word.startsWith('-'));

/** Pages are tested as they are built. A run of other tests alone needs no build. */
export default async function buildConsole(project: TestProject): Promise<void> {
  const files = await project.vitest.getRelevantTestSpecifications(pathsOf(process.argv));
  const needsPages = files.some(({ moduleId }) => moduleId.includes('/console/test/pages/'));
  if (chromiumPath === undefined || !needsPages) return;
  await buildWhenStale((line) => process.stderr.write(`${line}\n`));
}
