import type { Stage } from '../stage/start-stage.ts';
import { until } from '../stage/until.ts';

/** What the data API answers of an invoice, as far as the story looks at it. */
export interface Invoice {
  readonly id: number;
  readonly registration: string;
  readonly status: string;
  readonly total: string;
  readonly currency: string;
  readonly companyId: number;
  readonly properties?: { readonly extStatus?: string; readonly accountingNumber?: string };
  readonly exports?: Readonly<Record<string, { readonly state: string; readonly message?: string }>>;
}

export interface Attempt {
  readonly number: number;
  readonly counted: boolean;
  readonly outcome: string;
  readonly reason: string;
}

export interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attemptCount: number;
  readonly attempts: readonly Attempt[];
}

/** States in which nothing more happens by itself. */
const ends = ['delivered', 'refused', 'failed', 'unknown', 'cancelled', 'superseded'];

export function readInvoice({ call }: Stage, registration: string): Promise<Invoice> {
  return call('GET', `/rest/v1/1/documents?registration=${registration}`);
}

export async function nameOf({ call }: Stage, { companyId }: Invoice): Promise<string> {
  return (await call<{ name: string }>('GET', `/rest/v1/1/companies?id=${companyId}`)).name;
}

/** The newest delivery of an invoice; they are listed the newest first. */
export async function newestDelivery({ call }: Stage, { id, registration }: Invoice): Promise<string> {
  const delivery = await until(`Nothing was queued for ${registration}`, async () => {
    const { data } = await call<{ data: { id: string }[] }>(
      'GET',
      `/api/v1/1/deliveries?entity=documents&recordId=${id}&limit=1`,
    );
    return data[0];
  });
  return delivery.id;
}

/** Resolves when nothing more happens to the delivery; `seen` is told each attempt as it ends. */
export async function endOf(
  { call }: Stage,
  id: string,
  seen: (attempt: Attempt) => void = () => undefined,
): Promise<Delivery> {
  let told = 0;
  return until(`The delivery ${id} has not ended`, async () => {
    const delivery = await call<Delivery>('GET', `/api/v1/1/deliveries/${id}`);
    for (const attempt of delivery.attempts.slice(told)) seen(attempt);
    told = delivery.attempts.length;
    return ends.includes(delivery.state) ? delivery : undefined;
  });
}
