import { withCharsetOf } from '../templates/compile-message-template.ts';
import type { Dictionary, MessageTemplate } from '../templates/template.ts';
import type { Connection } from '../connections/connection.ts';
import type { Deliver, Trigger } from './trigger.ts';

/**
 * Everything that decides a message's bytes and its fate, pinned when the delivery is planned (invariant 2): the template, the dictionaries
 * and the constants as they are then. What only decides how it travels (address, authentication, time-out, concurrency, schedule) is read from
 * the connection of the moment, so that mending a wrong address mends what is waiting.
 */
export interface RouteContent {
  readonly connection: string;
  readonly trigger: string | null;
  readonly template: MessageTemplate | null;
  readonly dictionaries: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly constants: Readonly<Record<string, unknown>>;
  readonly mark: NonNullable<Deliver['mark']> | null;
  readonly payload: 'event' | 'latest';
  /** Unit facts that templates see, because zone and locale decide how dates and amounts are written. */
  readonly unit: { readonly id: number; readonly name: string; readonly zone: string; readonly locale: string };
}

/** The sources that pinRoute chooses from. */
export interface RouteSources {
  readonly unit: RouteContent['unit'];
  readonly connections: ReadonlyMap<string, Connection>;
  readonly templates: ReadonlyMap<string, MessageTemplate>;
  readonly dictionaries: ReadonlyMap<string, Dictionary>;
}

/** Dictionaries are pinned whole: those whose name stands in a source of the template. Cheap, and never one too few. */
export function pinRoute(deliver: Deliver, trigger: Trigger | null, sources: RouteSources): RouteContent {
  const connection = sources.connections.get(deliver.connection);
  const named = deliver.template === undefined ? undefined : sources.templates.get(deliver.template);
  const template = named === undefined ? null : withCharsetOf(connection?.charset, named);
  const text = JSON.stringify([template, connection?.headers, connection?.query]);
  const used = [...sources.dictionaries.values()].filter(({ name }) => text.includes(name));
  return {
    connection: deliver.connection,
    trigger: trigger?.name ?? null,
    template,
    dictionaries: Object.fromEntries(used.map(({ name, entries }) => [name, entries])),
    constants: connection?.constants ?? {},
    mark: deliver.mark ?? null,
    payload: deliver.payload ?? 'event',
    unit: sources.unit,
  };
}
