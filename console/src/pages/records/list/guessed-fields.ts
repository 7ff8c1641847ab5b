import type { Field } from '../data/use-fields.ts';
import type { View } from '../data/use-views.ts';

const references: Readonly<Record<string, string>> = { userId: 'users', companyId: 'companies', agencyId: 'agencies' };

/** Rows that are computed (intervals, brands, groups, units) belong to no entity: their fields are known by their names. */
export function guessedFields({ fields }: View): readonly Field[] {
  return fields.map((key) => ({
    ...{ key, label: '', list: false, required: false, readOnly: true, choices: null },
    ...kindOf(key),
    entity: references[key] ?? null,
    types: { zapier: 'string', make: 'text', n8n: 'string' },
  }));
}

function kindOf(key: string): { readonly type: string; readonly format: string | null } {
  if (/(?:On|^day)$/.test(key)) return { type: 'string', format: 'date' };
  if (/At$|^from$|^to$/.test(key)) return { type: 'string', format: 'date-time' };
  if (key === 'hours') return { type: 'string', format: 'decimal' };
  if (/Id$|^id$|^seconds$/.test(key)) return { type: 'integer', format: null };
  if (/^(?:secondEntry|needsCheck|client|supplier)$/.test(key)) return { type: 'boolean', format: null };
  return { type: 'string', format: null };
}
