import { element, prose } from './elements.js';
import { resolve } from './openapi.js';

/** @import { Document, Schema } from './openapi.js' */

/**
 * A shape as a tree that opens step by step; what lies deeper is made when it is opened, so shapes that hold themselves do no harm.
 *
 * @param {Document} source
 * @param {Schema} given
 * @returns {HTMLElement}
 */
export function schemaView(source, given) {
  const schema = resolve(source, given);
  const parts = partsOf(source, schema);
  if (parts.length === 0) return element('p', { class: 'type' }, typeOf(source, schema), ...limitsOf(schema));
  return element('ul', { class: 'fields' }, ...parts.map((part) => fieldView(source, part)));
}

/** @typedef {{ name: string, schema: Schema, required: boolean }} Part */

/**
 * The fields of an object, the variants of a choice, the item of a list.
 *
 * @param {Document} source
 * @param {Schema} schema
 * @returns {Part[]}
 */
function partsOf(source, schema) {
  const { properties = {}, required = [], items } = schema;
  const fields = Object.entries(properties).map(([name, field]) => ({
    name,
    schema: field,
    required: required.includes(name),
  }));
  if (fields.length > 0) return fields;
  const variants = (schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).filter((part) => part.type !== 'null');
  const [only] = variants;
  if (variants.length === 1 && only !== undefined) return partsOf(source, resolve(source, only));
  if (variants.some((part) => isDeep(resolve(source, part)))) {
    return variants.map((part, index) => ({ name: `variant ${index + 1}`, schema: part, required: false }));
  }
  const item = items === undefined ? undefined : resolve(source, items);
  return item !== undefined && isDeep(item) ? [{ name: 'each item', schema: item, required: true }] : [];
}

/** @param {Schema} schema */
function isDeep({ properties, anyOf, oneOf, allOf, items }) {
  return properties !== undefined || items !== undefined || (anyOf ?? oneOf ?? allOf) !== undefined;
}

/**
 * @param {Document} source
 * @param {Part} part
 */
function fieldView(source, { name, schema: given, required }) {
  const schema = resolve(source, given);
  const head = [
    element('code', { class: 'name' }, name),
    element('span', { class: 'type' }, typeOf(source, schema)),
    ...(required ? [element('span', { class: 'required' }, 'required')] : []),
    ...limitsOf(schema),
  ];
  const words = given.description ?? schema.description;
  const text = words === undefined ? [] : [prose(words)];
  if (partsOf(source, schema).length === 0)
    return element('li', {}, element('div', { class: 'head' }, ...head), ...text);
  const details = element('details', {}, element('summary', { class: 'head' }, ...head), ...text);
  details.addEventListener('toggle', () => details.append(schemaView(source, schema)), { once: true });
  return element('li', {}, details);
}

/**
 * @param {Document} source
 * @param {Schema} given
 * @returns {string}
 */
export function typeOf(source, given) {
  const schema = resolve(source, given);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return [...new Set(variants.map((part) => typeOf(source, part)))].join(' | ');
  if (schema.type === 'array')
    return `list of ${schema.items === undefined ? 'anything' : typeOf(source, schema.items)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type;
  return schema.format ?? type ?? 'anything';
}

/**
 * Limits and the default, as small labels.
 *
 * @param {Schema} schema
 */
export function limitsOf(schema) {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const range = (
    /** @type {number | undefined} */ least,
    /** @type {number | undefined} */ most,
    /** @type {string} */ unit,
  ) => {
    if (least === undefined && most === undefined) return [];
    return [
      `${least === undefined ? 'up to' : most === undefined ? `from ${least}` : `${least} to`} ${most ?? ''}${unit}`,
    ];
  };
  const words = [
    ...range(minimum, maximum, ''),
    ...range(minLength, maxLength, ' characters'),
    ...range(minItems, maxItems, ' items'),
    ...(schema.pattern === undefined ? [] : [`pattern ${schema.pattern}`]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
  return words.map((word) => element('span', { class: 'limit' }, word));
}
