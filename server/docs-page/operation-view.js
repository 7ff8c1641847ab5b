import { codeBlock, element, pretty, prose } from './elements.js';
import { exampleIn, resolve } from './openapi.js';
import { limitsOf, schemaView, typeOf } from './schema-view.js';
import { tryItView } from './try-it.js';

/** @import { Answer, Document, Media, Operation, Parameter } from './openapi.js' */

/**
 * One operation, whole.
 *
 * @param {Document} source
 * @param {Operation} operation
 * @param {() => string} token
 */
export function operationView(source, operation, token) {
  const { method, path, described } = operation;
  const parameters = (described.parameters ?? []).map((parameter) => resolve(source, parameter));
  const answers = Object.entries(described.responses).map(([status, answer]) =>
    answerView(source, status, resolve(source, answer)),
  );
  return element(
    'article',
    {},
    element('p', { class: 'tag' }, described.tags[0] ?? ''),
    element('h1', {}, described.summary.replace(/\.$/, '')),
    element('p', { class: 'address' }, badge(method), ' ', element('code', {}, path)),
    ...(described.description === undefined ? [] : [prose(described.description)]),
    ...(parameters.length === 0 ? [] : [element('h2', {}, 'Parameters'), parameterTable(source, parameters)]),
    ...bodyView(source, operation),
    element('h2', {}, 'Answers'),
    ...answers,
    element('h2', {}, 'Try it'),
    tryItView(source, operation, parameters, token),
  );
}

/** @param {string} method */
export function badge(method) {
  return element('span', { class: `method ${method.toLowerCase()}` }, method);
}

/**
 * @param {Document} source
 * @param {Parameter[]} parameters
 */
function parameterTable(source, parameters) {
  const rows = parameters.map(({ name, in: place, required, description, schema, example }) =>
    element(
      'li',
      {},
      element(
        'div',
        { class: 'head' },
        element('code', { class: 'name' }, name),
        element('span', { class: 'type' }, `${place} · ${typeOf(source, schema)}`),
        ...(required === true ? [element('span', { class: 'required' }, 'required')] : []),
        ...limitsOf(schema),
      ),
      ...(description === undefined ? [] : [prose(description)]),
      ...(example === undefined
        ? []
        : [element('p', { class: 'example' }, 'Example: ', element('code', {}, pretty(example)))]),
    ),
  );
  return element('ul', { class: 'fields' }, ...rows);
}

/**
 * @param {Document} source
 * @param {Operation} operation
 */
function bodyView(source, { described: { requestBody } }) {
  if (requestBody === undefined) return [];
  const media = Object.entries(requestBody.content).map(([type, content]) => mediaView(source, type, content));
  return [element('h2', {}, requestBody.required === false ? 'Body (may be left away)' : 'Body'), ...media];
}

/**
 * @param {Document} source
 * @param {string} type
 * @param {Media} media
 */
function mediaView(source, type, media) {
  const example = exampleIn(source, media);
  return element(
    'div',
    { class: 'media' },
    element('p', { class: 'type' }, type),
    schemaView(source, media.schema),
    ...(example === undefined ? [] : [codeBlock(pretty(example), `Example, ${type}`)]),
  );
}

/**
 * @param {Document} source
 * @param {string} status
 * @param {Answer} answer
 */
function answerView(source, status, { description, headers = {}, content = {} }) {
  const good = status.startsWith('2');
  const details = element(
    'details',
    { class: 'answer', open: good },
    element('summary', {}, element('code', { class: good ? 'good' : 'bad' }, status), ' ', description),
  );
  const fill = () => {
    const names = Object.entries(headers).map(([name, header]) =>
      element('li', {}, element('code', { class: 'name' }, name), prose(resolve(source, header).description ?? '')),
    );
    details.append(
      ...(names.length === 0 ? [] : [element('h3', {}, 'Headers'), element('ul', { class: 'fields' }, ...names)]),
      ...Object.entries(content).map(([type, media]) => mediaView(source, type, media)),
    );
  };
  if (good) fill();
  else details.addEventListener('toggle', fill, { once: true });
  return details;
}
