import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { startGangway } from './gangway.ts';

export interface Answered {
  readonly status: number;
  /** Tests look into answers of every shape. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A running Gangway with one customer, and calls of its API beside a connector. */
export interface RunningCompany {
  readonly url: string;
  readonly token: string;
  readonly companyId: number;
  call(method: string, path: string, body?: object): Promise<Answered>;
  /** Creates an invoice and approves it; resolves to its id. */
  approvedInvoice(fields?: object): Promise<number>;
  stop(): Promise<void>;
}

export async function startCompany(): Promise<RunningCompany> {
  const gangway = await startGangway();
  const { url, token } = gangway;
  const call: RunningCompany['call'] = (method, path, body) => gangway.call(method, path, body);
  const company = await call('POST', '/rest/v1/1/companies', { name: 'Customer Ltd', type: 'COMPANY' });
  assert.equal(company.status, 201, JSON.stringify(company.body));
  const companyId = Number(company.body['id']);
  const approvedInvoice = async (fields: object = {}): Promise<number> => {
    const lines = [{ name: 'Consulting', quantity: 2, unitPrice: '1000.00', vatRate: 21 }];
    const invoice = { type: 'INVOICE.SALES', ownerId: 2, companyId, lines, ...fields };
    const { body } = await call('POST', '/rest/v1/1/documents', invoice);
    const id = Number(body['id']);
    const approved = await call('PATCH', `/rest/v1/1/documents?id=${id}`, { status: 'APPROVED' });
    assert.equal(approved.status, 200, JSON.stringify(approved.body));
    return id;
  };
  return { url, token, companyId, call, approvedInvoice, stop: () => gangway.stop() };
}

/** Asks again and again until there is an answer; fails when it takes too long. */
export async function until<Found>(
  ask: () => Promise<Found | undefined> | Found | undefined,
  seconds = 20,
): Promise<Found> {
  const endsAt = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    assert.ok(performance.now() < endsAt, `what was waited for has not come within ${seconds} seconds`);
    await setTimeout(20);
  }
}
