import type { Api } from '../api/call.ts';

export interface FoundRecord {
  readonly entity: string;
  readonly id: number;
  readonly name: string;
  readonly about: string;
}

/** Where a number or a name is looked for: the number of documents first, then companies. */
const places = [
  { view: 'documents', entity: 'documents' },
  { view: 'invoices.sales', entity: 'documents' },
  { view: 'invoices.purchase', entity: 'documents' },
  { view: 'companies', entity: 'companies' },
] as const;

/** Records whose registration is exactly this text. */
export async function findRecords(api: Api, text: string, signal: AbortSignal): Promise<readonly FoundRecord[]> {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  const pages = await Promise.allSettled(
    places.map(({ view }) =>
      api.call('readViewPage', {
        path: { view },
        query: { externalFilter: `registration=${quoted}`, columns: 'registration,name,status', limit: 5 },
        signal,
      }),
    ),
  );
  return pages.flatMap((page, index) => {
    const entity = places[index]?.entity ?? 'documents';
    if (page.status !== 'fulfilled') return [];
    // The columns that were asked for.
    const rows = page.value.data as readonly {
      id: number;
      registration: string;
      name?: string | null;
      status?: string;
    }[];
    return rows.map(({ id, registration, name, status }) => ({
      entity,
      id,
      name: registration,
      about: [name, status].filter((part) => part !== null && part !== undefined).join(' · '),
    }));
  });
}
