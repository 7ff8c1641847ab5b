import { type Gangway, GangwayError } from '@gangway/sdk';

interface Preview {
  readonly request: { readonly body: string | null } | null;
  readonly faults: readonly { readonly message: string }[];
}

/** The invoice as it is now, as ISDOC: rendered by Gangway with the template of the configuration. */
export async function renderIsdoc(gangway: Gangway, id: number): Promise<string> {
  const body = { template: 'invoice-as-isdoc', record: { entity: 'documents', id } };
  const { request, faults } = await gangway.request<Preview>('POST', `/api/v1/${gangway.unit}/preview`, { body });
  const [fault] = faults;
  if (fault !== undefined) throw new GangwayError(fault.message);
  return request?.body ?? '';
}
