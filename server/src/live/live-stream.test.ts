import { expect, test } from 'vitest';
import { viewerOf } from '../access/rights.ts';
import { LiveStream } from './live-stream.ts';

const viewer = viewerOf({ userId: 2, groups: [], administrator: true });

test('a page that does not read is cut off when it has left 64 KB unread', async () => {
  let cut = 0;
  const ended = new Promise<void>((resolve) => {
    const stream = new LiveStream({
      ...{ viewer, isBack: false, everyMs: 60_000, judgeAgain: () => Promise.resolve(viewer) },
      onEnd: resolve,
      cut: () => (cut += 1),
    });
    const ids = Array.from({ length: 100 }, () => '019ab2c3-0000-7000-8000-000000000001');
    for (let sent = 0; sent < 100; sent += 1) {
      stream.send({ event: 'deliveries', data: { ids, more: false } });
      expect(stream.body.readableLength).toBeLessThan(70_000);
    }
    expect(stream.body.destroyed).toBe(true);
  });
  await ended;
  expect(cut).toBe(1);
});

test('a page is told now and then that the stream stands, and it ends when its person may not listen any more', async () => {
  let allowed = 3;
  let text = '';
  const stream: LiveStream = await new Promise((resolve) => {
    const opened: LiveStream = new LiveStream({
      ...{ viewer, isBack: true, everyMs: 1 },
      judgeAgain: () => Promise.resolve((allowed -= 1) > 0 ? viewer : undefined),
      onEnd: () => resolve(opened),
      cut: () => undefined,
    });
    opened.body.on('data', (chunk: Buffer) => (text += chunk.toString()));
  });
  expect(text).toBe('retry: 2000\n\nid: 1\nevent: reset\ndata: {}\n\n: still here\n\n: still here\n\n');
  // Nothing is written behind the end.
  stream.send({ event: 'alerts', data: {} });
  expect(text).not.toContain('alerts');
});
