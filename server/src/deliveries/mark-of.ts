import { readRoutes } from '../configuration/store.ts';
import type { Queryable } from '../database/database.ts';
import type { RouteContent } from '../triggers/route.ts';

/** The `mark` that a delivery's pinned route carries; null where it has none. */
export async function markOf(
  queryable: Queryable,
  unitId: number,
  routeId: number | null,
): Promise<RouteContent['mark']> {
  if (routeId === null) return null;
  const [route] = await readRoutes(queryable, unitId, [routeId]);
  return route ? (route.content as RouteContent).mark : null;
}
