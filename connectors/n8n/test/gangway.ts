import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { GangwayFolder } from '../../../server/test/support/gangway-process.ts';

const token = 'the-administrator-of-these-tests-0001';

export interface Answered {
  readonly status: number;
  // Tests look into answers of every shape.
  readonly body: Record<string, unknown>;
}

/** A running Gangway with one company, and calls of its API beside the nodes. */
export interface RunningGangway {
  readonly url: string;
  readonly token: string;
  readonly companyId: number;
  call(method: string, path: string, body?: unknown): Promise<Answered>;
  stop(): Promise<void>;
  /** Creates an invoice and approves it. */
  approvedInvoice(fields?: object): Promise<number>;
}

/** Starts Gangway as a process of its own on an embedded database. */
export async function startGangway(): Promise<RunningGangway> {
  const folder = await GangwayFolder.create();
  const { url } = await folder.start({ GANGWAY_ADMIN_TOKEN: token, GANGWAY_EGRESS_ALLOW: '127.0.0.0/8' });
  const call = async (method: string, path: string, body?: unknown): Promise<Answered> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const company = await call('POST', '/rest/v1/1/companies', { name: 'Customer Ltd', type: 'COMPANY' });
  assert.equal(company.status, 201, JSON.stringify(company.body));
  const companyId = Number(company.body['id']);
  const approvedInvoice = async (fields: object = {}): Promise<number> => {
    const lines = [{ name: 'Consulting', quantity: 2, unitPrice: '1000.00', vatRate: 21 }];
    const invoice = { type: 'INVOICE.SALES', ownerId: 2, companyId, lines, ...fields };
    const { body } = await call('POST', '/rest/v1/1/documents', invoice);
    const approved = await call('PATCH', `/rest/v1/1/documents?id=${String(body['id'])}`, { status: 'APPROVED' });
    assert.equal(approved.status, 200, JSON.stringify(approved.body));
    return Number(body['id']);
  };
  return { url, token, companyId, call, approvedInvoice, stop: () => folder.remove() };
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
