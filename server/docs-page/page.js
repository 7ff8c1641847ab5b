import { element, prose } from './elements.js';
import { operationsOf } from './openapi.js';
import { badge, operationView } from './operation-view.js';

/** @import { Document, Operation } from './openapi.js' */

/** For as long as this tab is open, and for this page alone. */
const storage = 'gangway-docs-token';

/** @param {string} id */
function part(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no part ${id}`);
  return found;
}

/** @param {string} id */
function inputOf(id) {
  const found = part(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`${id} is no input`);
  return found;
}

const main = part('main');
const list = part('list');
const tokenInput = inputOf('token');
const search = inputOf('search');
let token = sessionStorage.getItem(storage) ?? '';

/** With a token the document also tells of the API definitions of its unit. */
async function readDocument() {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch('openapi.json', { headers, credentials: 'omit', cache: 'no-store' });
  /** @type {unknown} */
  const body = await answer.json();
  if (answer.ok) return /** @type {Document} */ (body);
  throw new Error(/** @type {{ detail: string }} */ (body).detail);
}

async function load() {
  const state = part('token-state');
  try {
    const source = await readDocument();
    state.textContent = token === '' ? '' : 'in use';
    state.className = '';
    show(source);
  } catch (error) {
    state.textContent = error instanceof Error ? error.message : String(error);
    state.className = 'bad';
    // Without the token the document can be read all the same.
    if (token !== '') {
      token = '';
      sessionStorage.removeItem(storage);
      show(await readDocument());
    }
  }
  document.dispatchEvent(new Event('token'));
}

/** @type {() => void} */
let navigate = () => undefined;

/** @param {Document} source */
function show(source) {
  const operations = operationsOf(source);
  part('version').textContent = source.info.version;
  showList(source, operations);
  window.removeEventListener('hashchange', navigate);
  navigate = () => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (id === 'main') return;
    const operation = operations.find(({ described }) => described.operationId === id);
    main.replaceChildren(operation === undefined ? overview(source) : operationView(source, operation, () => token));
    document.title =
      operation === undefined ? 'Gangway API' : `${operation.described.summary.replace(/\.$/, '')} · Gangway API`;
    for (const link of list.querySelectorAll('a')) {
      if (link.hash === window.location.hash) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    window.scrollTo(0, 0);
  };
  window.addEventListener('hashchange', navigate);
  navigate();
}

/** @param {Document} source */
function overview({ info, tags }) {
  const sections = tags.flatMap(({ name, description }) => [element('h2', {}, name), prose(description)]);
  return element(
    'article',
    {},
    element('h1', {}, `${info.title} ${info.version}`),
    prose(info.description),
    element('p', {}, 'The document behind this page: ', element('a', { href: 'openapi.json' }, 'openapi.json'), '.'),
    ...sections,
  );
}

/**
 * @param {Document} source
 * @param {Operation[]} operations
 */
function showList({ tags }, operations) {
  // On a narrow screen the names of the groups are enough to begin with.
  const open = !window.matchMedia('(max-width: 50rem)').matches;
  const groups = tags.flatMap(({ name }) => {
    const links = operations.filter(({ described }) => described.tags[0] === name).map(linkTo);
    return links.length === 0 ? [] : [element('details', { open }, element('summary', {}, name), ...links)];
  });
  list.replaceChildren(...groups);
  filter();
}

/** @param {Operation} operation */
function linkTo({ method, path, described }) {
  const text = element('span', {}, described.summary.replace(/\.$/, ''));
  const link = element(
    'a',
    { href: `#${encodeURIComponent(described.operationId)}`, title: `${method} ${path}` },
    badge(method),
    text,
  );
  link.dataset['words'] = `${method} ${path} ${described.summary} ${described.operationId}`.toLowerCase();
  return link;
}

function filter() {
  const words = search.value.toLowerCase().split(/\s+/);
  for (const group of list.querySelectorAll('details')) {
    let any = false;
    if (search.value !== '') group.open = true;
    for (const link of group.querySelectorAll('a')) {
      const fits = words.every((word) => link.dataset['words']?.includes(word) === true);
      link.hidden = !fits;
      any ||= fits;
    }
    group.hidden = !any;
  }
}

search.addEventListener('input', filter);
part('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token = tokenInput.value.trim();
  tokenInput.value = '';
  if (token === '') sessionStorage.removeItem(storage);
  else sessionStorage.setItem(storage, token);
  void load();
});
void load();
