import { codeBlock, element, pretty } from './elements.js';
import { exampleIn } from './openapi.js';

/** @import { Document, Operation, Parameter } from './openapi.js' */

/** Where the server is: this page stands beside its addresses, whatever a proxy puts before them. */
const base = new URL('.', window.location.href).href.replace(/\/$/, '');

/** @typedef {{ method: string, url: string, headers: Record<string, string>, body: string | undefined }} Composed */

/**
 * A form that calls the operation on this server, the same as a command line, and the answer below.
 *
 * @param {Document} source
 * @param {Operation} operation
 * @param {Parameter[]} parameters
 * @param {() => string} token
 */
export function tryItView(source, operation, parameters, token) {
  const inputs = parameters.map((parameter) => ({ parameter, input: inputFor(parameter) }));
  const [type, media] = Object.entries(operation.described.requestBody?.content ?? {})[0] ?? [];
  const body = element('textarea', { rows: '12', spellcheck: 'false', 'aria-label': 'Body' });
  if (media !== undefined) body.value = pretty(exampleIn(source, media) ?? {});
  const command = element('div');
  const answer = element('div', { 'aria-live': 'polite' });
  const send = element('button', { type: 'submit' }, 'Send');
  const form = element(
    'form',
    { class: 'try' },
    ...inputs.map(({ parameter, input }) =>
      element('label', {}, element('span', {}, `${parameter.name}${parameter.required === true ? ' *' : ''}`), input),
    ),
    ...(media === undefined ? [] : [element('label', {}, element('span', {}, `Body (${type ?? ''})`), body)]),
    command,
    send,
    answer,
  );
  const composed = () =>
    compose(operation, inputs, type === undefined ? undefined : { type, text: body.value }, token());
  const showCommand = () => command.replaceChildren(codeBlock(curlOf(composed()), 'The call as a command'));
  form.addEventListener('input', showCommand);
  document.addEventListener('token', showCommand);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send.disabled = true;
    void call(composed())
      .then((parts) => answer.replaceChildren(...parts))
      .finally(() => (send.disabled = false));
  });
  showCommand();
  return form;
}

/** @param {Parameter} parameter */
function inputFor({ name, in: place, required, example }) {
  const input = element('input', {
    type: 'text',
    required: required === true,
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const text = example === undefined ? '' : pretty(example);
  // What must be given is filled in; the rest only shows how it would look.
  if (required === true) input.value = text;
  else input.placeholder = text;
  input.setAttribute('aria-label', `${name}, ${place}`);
  return input;
}

/**
 * @param {Operation} operation
 * @param {{ parameter: Parameter, input: HTMLInputElement }[]} inputs
 * @param {{ type: string, text: string } | undefined} body
 * @param {string} token
 * @returns {Composed}
 */
function compose({ method, path }, inputs, body, token) {
  const given = (/** @type {string} */ place) =>
    inputs
      .filter(({ parameter, input }) => parameter.in === place && input.value !== '')
      .map(({ parameter, input }) => ({ name: parameter.name, value: input.value }));
  let filled = path;
  for (const { name, value } of given('path')) filled = filled.replace(`{${name}}`, encodeURIComponent(value));
  const query = new URLSearchParams(given('query').map(({ name, value }) => [name, value])).toString();
  const headers = Object.fromEntries(given('header').map(({ name, value }) => [name, value]));
  if (token !== '') headers['Authorization'] = `Bearer ${token}`;
  const sent = body !== undefined && body.text.trim() !== '' ? body : undefined;
  if (sent !== undefined) headers['Content-Type'] = sent.type;
  return { method, url: `${base}${filled}${query === '' ? '' : `?${query}`}`, headers, body: sent?.text };
}

/**
 * The call for a shell. The token is left out: a command is often passed on.
 *
 * @param {Composed} composed
 */
function curlOf({ method, url, headers, body }) {
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const lines = Object.entries(headers).map(
    ([name, value]) => `-H ${quoted(`${name}: ${name === 'Authorization' ? 'Bearer TOKEN' : value}`)}`,
  );
  return [`curl -X ${method} ${quoted(url)}`, ...lines, ...(body === undefined ? [] : [`-d ${quoted(body)}`])].join(
    ' \\\n  ',
  );
}

/**
 * @param {Composed} composed
 * @returns {Promise<HTMLElement[]>}
 */
async function call({ method, url, headers, body }) {
  try {
    const before = performance.now();
    const answer = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      credentials: 'omit',
      cache: 'no-store',
    });
    const text = await answer.text();
    const ms = Math.round(performance.now() - before);
    const status = element(
      'p',
      {},
      element('code', { class: answer.ok ? 'good' : 'bad' }, `${answer.status} ${answer.statusText}`),
      ` in ${ms} ms`,
    );
    const names = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    return [
      status,
      element('details', {}, element('summary', {}, 'Headers'), codeBlock(names, 'Headers of the answer')),
      codeBlock(readable(text), 'Answer'),
    ];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [element('p', { class: 'bad' }, `The server was not reached: ${words}`)];
  }
}

/** @param {string} text */
function readable(text) {
  try {
    return pretty(JSON.parse(text));
  } catch {
    // No JSON: shown as it came.
    return text;
  }
}
