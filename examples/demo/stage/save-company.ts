import { agency, bodyOf, companies, invoices, users } from '../sample-company/index.ts';
import type { Call } from './call.ts';

interface Saved {
  readonly id: number;
}

/** Brings the sample company in as any other system would: over the data API, one record after the other. */
export async function saveCompany(call: Call): Promise<void> {
  const ids = new Map<string, number>();
  const idOf = (name: string): number => ids.get(name) ?? 0;
  const create = async (entity: string, name: string, body: object): Promise<void> => {
    const { id } = await call<Saved>('POST', `/rest/v1/1/${entity}`, body);
    ids.set(name, id);
  };
  await call('PATCH', '/api/v1/1/settings', { name: agency.name, zone: 'Europe/Prague', locale: 'cs-CZ' });
  // The first start has made the unit's own agency, whose registration stays.
  const { registration: _own, ...ownAgency } = agency;
  await call('PATCH', '/rest/v1/1/agencies?id=1', ownAgency);
  for (const user of users) await create('users', user.login, user);
  for (const company of companies) await create('companies', company.registration, company);
  for (const invoice of invoices) {
    await create('documents', invoice.registration, bodyOf(invoice, { company: idOf, user: idOf, document: idOf }));
  }
}
