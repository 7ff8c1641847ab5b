import { expect, it } from 'vitest';
import type { Postmaster } from './postmaster.ts';
import { supervise } from './supervise.ts';

/** A server that ends when it is told to. */
function server(pid: number) {
  const { promise: gone, resolve: end } = Promise.withResolvers<undefined>();
  const postmaster: Postmaster = { pid, socketFolder: '/run', port: 5432, gone: gone.then(() => undefined) };
  return { postmaster, end: () => end(undefined) };
}

it('starts the server again as often as it goes, also when a start fails, until the supervision ends', async () => {
  const [first, second] = [server(1), server(2)];
  const starts = [() => Promise.reject(new Error('no space left')), () => Promise.resolve(second.postmaster)];
  const story: string[] = [];
  const restarted = Promise.withResolvers<undefined>();
  const supervision = supervise(first.postmaster, () => starts.shift()?.() ?? Promise.reject(new Error('too often')), {
    onDied: ({ pid }) => story.push(`died ${pid}`),
    onRestartFailed: (error) => story.push(String(error)),
    onRestarted: ({ pid }) => {
      story.push(`restarted ${pid}`);
      restarted.resolve(undefined);
    },
  });
  first.end();
  await restarted.promise;
  expect(story).toEqual(['died 1', 'Error: no space left', 'restarted 2']);
  expect(supervision.current().pid).toBe(2);
  await supervision.end();
  second.end();
  await second.postmaster.gone;
  expect(story).toHaveLength(3);
});
