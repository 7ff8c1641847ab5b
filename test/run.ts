import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs vitest in a process of its own: `npm test -- path` passes the path on, and the exit code comes back. */
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
