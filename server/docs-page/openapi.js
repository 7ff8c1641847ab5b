/**
 * The parts of an OpenAPI document that this page shows.
 *
 * @typedef {{
 *   $ref?: string, $defs?: Record<string, Schema>, type?: string | string[], format?: string, pattern?: string, description?: string, const?: unknown,
 *   enum?: unknown[], default?: unknown, examples?: unknown[], anyOf?: Schema[], oneOf?: Schema[], allOf?: Schema[], items?: Schema,
 *   properties?: Record<string, Schema>, required?: string[], minimum?: number, maximum?: number, minLength?: number, maxLength?: number,
 *   minItems?: number, maxItems?: number,
 * }} Schema
 * @typedef {{ $ref?: string, value?: unknown }} Example
 * @typedef {{ schema: Schema, example?: unknown, examples?: Record<string, Example> }} Media
 * @typedef {{ $ref?: string, name: string, in: string, required?: boolean, description?: string, schema: Schema, example?: unknown }} Parameter
 * @typedef {{ $ref?: string, description?: string, schema?: Schema }} Header
 * @typedef {{ $ref?: string, description: string, headers?: Record<string, Header>, content?: Record<string, Media> }} Answer
 * @typedef {{
 *   operationId: string, tags: string[], summary: string, description?: string, security?: object[], parameters?: Parameter[],
 *   requestBody?: { required?: boolean, content: Record<string, Media> }, responses: Record<string, Answer>,
 * }} Described
 * @typedef {{
 *   info: { title: string, version: string, description: string }, tags: { name: string, description: string }[],
 *   paths: Record<string, Record<string, Described>>,
 * }} Document
 * @typedef {{ method: string, path: string, described: Described }} Operation
 */

/**
 * Every operation in the order of its tag, then of the document.
 *
 * @param {Document} source
 * @returns {Operation[]}
 */
export function operationsOf({ paths, tags }) {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
  );
  const rank = (/** @type {Operation} */ { described }) => tags.findIndex(({ name }) => name === described.tags[0]);
  return all.sort((one, other) => rank(one) - rank(other));
}

/**
 * What a reference points to, anywhere in the document; the value itself where it is none.
 *
 * @template {{ $ref?: string }} T
 * @param {Document} source
 * @param {T} value
 * @returns {T}
 */
export function resolve(source, value) {
  if (value.$ref === undefined) return value;
  const parts = value.$ref.replace(/^#\//, '').split('/');
  /** @type {unknown} */
  let found = source;
  for (const part of parts) {
    found = /** @type {Record<string, unknown>} */ (found)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return /** @type {T} */ (found);
}

/**
 * The first example of a body or an answer.
 *
 * @param {Document} source
 * @param {Media} media
 * @returns {unknown}
 */
export function exampleIn(source, { example, examples = {} }) {
  if (example !== undefined) return example;
  const [first] = Object.values(examples);
  return first === undefined ? undefined : resolve(source, first).value;
}
