import type { Transaction } from '../database/database.ts';
import type { NumberDraw } from './types.ts';

/**
 * Draws the next number of each series, by field. The row of a series stays locked until the transaction ends: a rollback gives the number back, so
 * a series has no gaps. Drawn in the order of the series' names, so that two transactions never wait for each other in a circle; draw after
 * everything that may be refused, to hold the lock shortly.
 */
export async function drawNumbers(
  transaction: Transaction,
  unitId: number,
  draws: readonly NumberDraw[],
): Promise<Record<string, number>> {
  const drawn: Record<string, number> = {};
  const ordered = draws.toSorted((left, right) => (seriesKey(left) < seriesKey(right) ? -1 : 1));
  for (const { field, series, period, start } of ordered) {
    const [row] = await transaction.query<{ last: number }>({
      name: 'draw-number',
      text: `insert into number_series as s (unit_id, name, period, last_number) values ($1, $2, $3, $4)
             on conflict (unit_id, name, period) do update set last_number = s.last_number + 1
             returning last_number as last`,
      values: [unitId, series, period, start],
    });
    if (row === undefined) throw new Error(`the number series ${series} gave nothing`);
    drawn[field] = row.last;
  }
  return drawn;
}

/** Gives numbers back that were drawn last in this transaction, for a change that is refused while the transaction goes on. */
export async function returnNumbers(
  transaction: Transaction,
  unitId: number,
  draws: readonly NumberDraw[],
): Promise<void> {
  for (const { series, period } of draws) {
    await transaction.query({
      name: 'return-number',
      text: 'update number_series set last_number = last_number - 1 where unit_id = $1 and name = $2 and period = $3',
      values: [unitId, series, period],
    });
  }
}

function seriesKey({ series, period }: NumberDraw): string {
  return `${series} ${period}`;
}
