import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

interface Page {
  readonly metadata: { count: number; limit: number; nextOffset: number | null; nextCursor: string | null };
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

async function page(view: string, query = ''): Promise<Page> {
  const { status, body } = await server.call('GET', `/rest/v1/1/views/${view}${query === '' ? '' : `?${query}`}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body as Page;
}

describe('views', () => {
  test('all built-in ones answer', async () => {
    const { body } = await server.call('GET', '/rest/v1/1/views');
    const { data } = body as { data: { name: string; columns: string[]; fields: string[] }[] };
    expect(data.map(({ name }) => name)).toHaveLength(27);
    for (const { name, columns } of data) {
      const { metadata, data: rows } = await page(name);
      expect(metadata).toMatchObject({ limit: 1000, nextOffset: null, nextCursor: null });
      for (const row of rows) expect(Object.keys(row)).toEqual(columns);
    }
  });
});
