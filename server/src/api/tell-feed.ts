import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LiveFeed } from '../live/live-feed.ts';

/** Whatever a request has changed, its transaction is committed when it was answered: open pages of the unit are told to look. */
export function tellFeed(feed: LiveFeed, request: FastifyRequest, reply: FastifyReply): void {
  const { method, params, caller, routeOptions } = request;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || reply.statusCode >= 400) return;
  const { unit, id } = params as { readonly unit?: string; readonly id?: string };
  // Calls to API definitions have no caller of their own.
  const unitId = caller?.unitId ?? Number(unit);
  if (!Number.isSafeInteger(unitId)) return;
  if (id !== undefined && routeOptions.url?.startsWith('/api/v1/:unit/deliveries/:id/') === true)
    feed.deliveryMoved(unitId, id);
  feed.poke(unitId, true);
}
