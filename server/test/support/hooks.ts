import { expect } from 'vitest';
import type { TestApp } from './app.ts';
import { invoiceFields } from './company.ts';

export interface MadeHook {
  readonly id: string;
  readonly secret: string;
  readonly status: string;
}

export async function makeHook(
  app: TestApp,
  targetUrl: string,
  fields: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<MadeHook> {
  const body = { targetUrl, event: 'documents.approved', ...fields };
  const made = await app.call('POST', '/api/v1/1/hooks', body, headers);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as MadeHook;
}

/** Creates an invoice and approves it; resolves to its id. */
export async function approveInvoice(app: TestApp, fields: object = {}): Promise<number> {
  const created = await app.call('POST', '/rest/v1/1/documents', { ...invoiceFields, ...fields });
  const { id } = created.body as { id: number };
  const changed = await app.call('PATCH', `/rest/v1/1/documents?id=${id}`, { status: 'APPROVED' });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  return id;
}

export interface HookDelivery {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly recordId: number;
}

export async function hookDeliveries(app: TestApp, id: string): Promise<readonly HookDelivery[]> {
  const { body } = await app.call('GET', `/api/v1/1/hooks/${id}/deliveries`);
  return (body as { data: HookDelivery[] }).data;
}

/** Waits until the newest delivery of the hook fits. */
export function newestDelivery(
  app: TestApp,
  id: string,
  fits: (delivery: HookDelivery) => boolean,
): Promise<HookDelivery> {
  return app.until(async () => {
    const [newest] = await hookDeliveries(app, id);
    return newest !== undefined && fits(newest) && newest;
  });
}
