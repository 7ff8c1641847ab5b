import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.ts';

export default defineConfig({
  test: {
    include: [
      'language/src/**/*.test.ts',
      'server/src/**/*.test.ts',
      'server/test/**/*.test.ts',
      'examples/**/*.test.ts',
      'sdk/**/*.test.ts',
      'packs/**/*.test.ts',
      'console/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: ['server/test/support/start-postgres.ts', 'console/test/support/build-console.ts'],
    reporters: ['default', new ClosingLine()],
    // Two cores: more workers only take turns, and every one of them holds database connections.
    maxWorkers: 2,
    // Files of one worker share what is loaded, which takes a third of the processor time away. So a file must leave nothing behind.
    isolate: false,
    // On a busy machine a process may start late; a test that needs its second try is printed as such.
    retry: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});
