import type { FieldType } from '@gangway/language';
import { readRoutes } from '../configuration/store.ts';
import type { Queryable } from '../database/database.ts';
import {
  type CompiledMessageTemplate,
  compileMessageTemplate,
  describeProblems,
  messageScope,
} from '../templates/compile-message-template.ts';
import type { RouteContent } from '../triggers/route.ts';

/** A pinned route, compiled; or why it cannot be compiled any more (after an upgrade of the language, say). */
export type LiveRoute =
  | { readonly ok: true; readonly content: RouteContent; readonly template: CompiledMessageTemplate | undefined }
  | { readonly ok: false; readonly content: RouteContent; readonly reason: string };

type CompiledTemplate = ReturnType<typeof compileMessageTemplate>;

const any: FieldType = { kind: 'any' };
/** A thousand connections may share one template: routes are kept apart from what they compile to. */
const mostRoutes = 5_000;
const mostTemplates = 500;

/** Routes never change, so a compiled one is good for ever; the oldest go first. */
export class LiveRoutes {
  readonly #queryable: Queryable;
  readonly #kept = new Map<string, Promise<LiveRoute | undefined>>();
  readonly #templates = new Map<string, CompiledTemplate>();
  /** Asked for in this turn of the event loop, by unit: read in one statement. */
  readonly #asked = new Map<number, Map<number, PromiseWithResolvers<LiveRoute | undefined>>>();

  constructor(queryable: Queryable) {
    this.#queryable = queryable;
  }

  get(unitId: number, routeId: number): Promise<LiveRoute | undefined> {
    const key = `${unitId}/${routeId}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const loading = this.#ask(unitId, routeId);
    keep(this.#kept, key, loading, mostRoutes);
    // What could not be read, or is not there yet, is asked for again.
    loading.then(
      (route) => route ?? this.#kept.delete(key),
      () => this.#kept.delete(key),
    );
    return loading;
  }

  #ask(unitId: number, routeId: number): Promise<LiveRoute | undefined> {
    let asked = this.#asked.get(unitId);
    if (!asked) {
      asked = new Map();
      this.#asked.set(unitId, asked);
      setImmediate(() => void this.#load(unitId));
    }
    const answer = Promise.withResolvers<LiveRoute | undefined>();
    asked.set(routeId, answer);
    return answer.promise;
  }

  async #load(unitId: number): Promise<void> {
    const asked = this.#asked.get(unitId) ?? new Map<number, PromiseWithResolvers<LiveRoute | undefined>>();
    this.#asked.delete(unitId);
    try {
      const rows = await readRoutes(this.#queryable, unitId, [...asked.keys()]);
      const contents = new Map(rows.map(({ id, content }) => [id, content as RouteContent]));
      for (const [id, { resolve }] of asked) {
        const content = contents.get(id);
        resolve(content && this.#compile(content));
      }
    } catch (cause) {
      for (const { reject } of asked.values()) reject(cause);
    }
  }

  #compile(content: RouteContent): LiveRoute {
    const { template, dictionaries } = content;
    if (!template) return { ok: true, content, template: undefined };
    const key = JSON.stringify([template, Object.keys(dictionaries)]);
    let compiled = this.#templates.get(key);
    if (!compiled) {
      // Names were checked against the entity when the template was saved.
      compiled = compileMessageTemplate(template, messageScope(any, Object.keys(dictionaries)));
      keep(this.#templates, key, compiled, mostTemplates);
    }
    if (compiled.ok) return { ok: true, content, template: compiled.value };
    return { ok: false, content, reason: describeProblems(compiled.problems) };
  }
}

function keep<T>(kept: Map<string, T>, key: string, value: T, most: number): void {
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}
