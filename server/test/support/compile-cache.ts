import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * For the environment of processes that tests start. Loading our modules, types stripped, takes 0.9 s of processor time, and half of it with what
 * Node has kept from an earlier process of any run. A process that will be killed writes it with flushCompileCache().
 */
export const compileCache = {
  NODE_COMPILE_CACHE: join(tmpdir(), `gangway-tests-compiled-${String(process.getuid?.() ?? 0)}`),
} as const;
