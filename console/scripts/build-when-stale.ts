import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buildConsole, builtMark } from './build.ts';
import { hashSources } from './hash-sources.ts';

/** Builds the console unless what is built was made from the same sources: `npm start`, `npm run build`, the demo and the tests in a browser call it. */
export async function buildWhenStale(say: (line: string) => void): Promise<void> {
  const hash = await hashSources();
  if (existsSync(builtMark) && (await readFile(builtMark, 'utf8')) === hash) return;
  say('The console is built, which takes a few seconds ...');
  const began = performance.now();
  const { firstPageBytes } = await buildConsole(hash);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`The console is built: ${seconds} s, ${Math.round(firstPageBytes / 1000)} KB of JavaScript for the first page.`);
}

if (import.meta.main) {
  // Whatever the shell says: what is built here is what people get.
  process.env['NODE_ENV'] = 'production';
  await buildWhenStale((line) => process.stderr.write(`${line}\n`));
}
