import { table } from './terminal.ts';

/** A change as the server answers it. */
export interface ShownChange {
  readonly kind: string;
  readonly name: string;
  readonly change: 'created' | 'updated' | 'unchanged' | 'removed';
  readonly differences: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[];
}

export interface ShowOptions {
  readonly dryRun: boolean;
  readonly secrets: readonly string[];
  /** Show each value that differs, before and after. */
  readonly values?: boolean;
}

const signs = { created: '+', updated: '~', removed: '-', unchanged: ' ' } as const;

/** What was, or would be, changed: a line per object, under each the values that differ where they are asked for, and a sum. */
export function showChanges(changes: readonly ShownChange[], { dryRun, secrets, values }: ShowOptions): string {
  const lines = changes.flatMap((each) => {
    const fields =
      values === true || each.differences.length === 0
        ? ''
        : `(${each.differences.map(({ path }) => path).join(', ')})`;
    const head = table([[signs[each.change], each.kind, each.name, each.change, fields]]);
    return values === true ? [head, ...each.differences.flatMap(showDifference)] : [head];
  });
  const count = (change: ShownChange['change']): number => changes.filter((each) => each.change === change).length;
  const parts = (['created', 'updated', 'removed', 'unchanged'] as const).map((change) => `${count(change)} ${change}`);
  const given = secrets.length === 0 ? '' : `, ${secrets.length} secret${secrets.length === 1 ? '' : 's'} given`;
  return [...lines, `${parts.join(', ')}${given}.${dryRun ? ' Nothing was changed.' : ''}`].join('\n');
}

function showDifference({ path, before, after }: ShownChange['differences'][number]): string[] {
  const shown = (sign: string, value: unknown): string[] =>
    value === undefined
      ? []
      : textOf(value)
          .split('\n')
          .map((line) => `      ${sign} ${line}`);
  return [`    ${path}`, ...shown('-', before), ...shown('+', after)];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
