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
  const heads = table(
    changes.map(({ kind, name, change, differences }) => {
      const fields = values === true ? [] : differences.map(({ path }) => path);
      return [signs[change], kind, name, change, fields.length === 0 ? '' : `(${fields.join(', ')})`];
    }),
  ).split('\n');
  const lines = changes.flatMap(({ differences }, index) => {
    const details = values === true ? differences.flatMap(showDifference) : [];
    return [heads[index] ?? '', ...details];
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
