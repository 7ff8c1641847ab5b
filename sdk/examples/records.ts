import { Gangway } from '@gangway/sdk';

const { GANGWAY_URL: url = '', GANGWAY_TOKEN: token = '' } = process.env;
const gangway = new Gangway({ url, token, unit: 1 });

interface Company {
  readonly id: number;
  readonly revision: number;
  readonly name: string;
}
const companies = gangway.records<Company>('companies');

// The registration is your own number: putting it twice makes one company.
const company = await companies.put('CRM-4711', { name: 'Example Ltd' });
const renamed = await companies.change(company.id, { name: 'Example Limited' }, { revision: company.revision });
console.log(renamed.name);

// Page after page, as many as are needed.
for await (const row of gangway.view('companies', { columns: ['id', 'name'], externalFilter: `id=${company.id}` })) {
  console.log(row['name']);
}
