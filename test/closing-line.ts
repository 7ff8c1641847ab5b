import type { Reporter, TestModule } from 'vitest/node';

/** Ends every run with the line `N passed, N failed` (and `, N skipped`), which other programs read. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      // A file that cannot be loaded holds no test: without this line it would fail in silence.
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
    }
    const skipped = counts.skipped + counts.pending;
    const line = `${counts.passed} passed, ${counts.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // The default reporter writes its own summary when the run ends; ours has to stand behind it.
    process.on('exit', () => process.stdout.write(`${line}\n`));
  }
}
