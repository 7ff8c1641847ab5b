/** A text of the language of filters: in single quotes, a quote inside twice. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What a person has chosen above the list. */
export interface FriendlyFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly companyId?: string | undefined;
  /** Days, both included; of the field `dateField`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly dateField?: string | undefined;
  /** `ready`, `sent`, `error` of the property; or what became of it at the connections. */
  readonly exported?: string | undefined;
  /** Typed by hand, in the language itself. */
  readonly expert?: string | undefined;
}

/** Where a text that somebody types is looked for. */
export interface TextSearch {
  readonly text: string;
  /** Fields whose beginning is compared, of those that the view has. */
  readonly beginnings: readonly string[];
  /** Records whose registration or name holds the text, by the server's own search: `id`, or a field that refers to them. */
  readonly found: readonly { readonly field: string; readonly ids: readonly number[] }[];
}

/** Of exports: what stands beside a row, in the words of a bookkeeper. */
const exportStates: Readonly<Record<string, readonly string[]>> = {
  delivered: ['delivered'],
  stopped: ['refused', 'failed', 'unknown'],
  onTheWay: ['queued', 'sending', 'waiting', 'held', 'awaiting'],
};
export const exportChoices = ['delivered', 'stopped', 'onTheWay', 'none'] as const;
export type ExportChoice = (typeof exportChoices)[number];
export const isExportChoice = (text: string): text is ExportChoice => exportChoices.some((choice) => choice === text);

export function filterText(
  filter: FriendlyFilter,
  search: TextSearch | undefined,
  connections: readonly string[],
): string {
  const { status, type, companyId, from, to, dateField, exported, expert } = filter;
  const conditions = [
    is(status) ? `status=${quoted(status)}` : undefined,
    is(type) ? `type=${quoted(type)}` : undefined,
    is(companyId) && /^\d+$/.test(companyId) ? `companyId=${companyId}` : undefined,
    is(dateField) && is(from) ? `${dateField}>=${quoted(from)}` : undefined,
    is(dateField) && is(to) ? `${dateField}<=${quoted(to)}` : undefined,
    exportCondition(exported, connections),
    search === undefined ? undefined : searchCondition(search),
    // In parentheses, so that an OR of the person does not undo the other filters.
    is(expert) ? `(${expert})` : undefined,
  ];
  return conditions.filter((condition) => condition !== undefined).join(' AND ');
}

const is = (text: string | undefined): text is string => text !== undefined && text !== '';

function exportCondition(exported: string | undefined, connections: readonly string[]): string | undefined {
  if (!is(exported)) return undefined;
  // Names of connections that cannot stand in a path are left to the filter by hand.
  const paths = connections
    .filter((name) => /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name))
    .map((name) => `exports.${name}.state`);
  if (exported === 'none') return paths.length === 0 ? undefined : all(paths.map((path) => `${path}=null`));
  const states = exportStates[exported];
  if (states === undefined) return undefined;
  const list = `(${states.map(quoted).join(',')})`;
  // Without a connection nothing was ever sent.
  return paths.length === 0 ? 'id=0' : any(paths.map((path) => `${path} IN ${list}`));
}

function searchCondition({ text, beginnings, found }: TextSearch): string | undefined {
  if (text === '') return undefined;
  const ways = [
    ...beginnings.map((field) => `(${field}>=${quoted(text)} AND ${field}<${quoted(`${text}\u{10ffff}`)})`),
    ...found.flatMap(({ field, ids }) => (ids.length === 0 ? [] : [`${field} IN (${ids.join(',')})`])),
  ];
  return ways.length === 0 ? 'id=0' : any(ways);
}

const any = (conditions: readonly string[]): string => `(${conditions.join(' OR ')})`;
const all = (conditions: readonly string[]): string => `(${conditions.join(' AND ')})`;
