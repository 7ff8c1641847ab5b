import type { FieldType } from '@gangway/language';
import { readRoutes } from '../configuration/store.ts';
import type { Queryable } from '../database/database.ts';
import {
  type CompiledMessageTemplate,
  compileMessageTemplate,
  messageScope,
} from '../templates/compile-message-template.ts';
import type { RouteContent } from '../triggers/route.ts';

/** A pinned route, compiled; or why it cannot be compiled any more (after an upgrade of the language, say). */
export type LiveRoute =
  | { readonly ok: true; readonly content: RouteContent; readonly template: CompiledMessageTemplate | undefined }
  | { readonly ok: false; readonly content: RouteContent; readonly reason: string };

const any: FieldType = { kind: 'any' };
/** Routes are small; this many compiled ones take a few megabytes. */
const mostKept = 500;

/** Routes never change, so a compiled one is good for ever; the least recently used go first. */
export class LiveRoutes {
  readonly #queryable: Queryable;
  readonly #kept = new Map<string, Promise<LiveRoute | undefined>>();

  constructor(queryable: Queryable) {
    this.#queryable = queryable;
  }

  get(unitId: number, routeId: number): Promise<LiveRoute | undefined> {
    const key = `${unitId}/${routeId}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const loading = this.#load(unitId, routeId);
    this.#kept.set(key, loading);
    // What could not be read, or is not there yet, is asked for again.
    loading.then(
      (route) => route ?? this.#kept.delete(key),
      () => this.#kept.delete(key),
    );
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value ?? '');
    return loading;
  }

  async #load(unitId: number, routeId: number): Promise<LiveRoute | undefined> {
    const [row] = await readRoutes(this.#queryable, unitId, [routeId]);
    return row && compileRoute(row.content as RouteContent);
  }
}

export function compileRoute(content: RouteContent): LiveRoute {
  if (!content.template) return { ok: true, content, template: undefined };
  // Names were checked against the entity when the template was saved.
  const compiled = compileMessageTemplate(content.template, messageScope(any, Object.keys(content.dictionaries)));
  if (compiled.ok) return { ok: true, content, template: compiled.value };
  const sentences = compiled.problems.map(
    ({ part, message, line, column }) => `${message} (${part}, line ${line}, column ${column})`,
  );
  return { ok: false, content, reason: sentences.join(' ') };
}
