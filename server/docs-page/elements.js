/**
 * Makes an element. Everything that comes from a document or an answer goes in as text, never as HTML.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Readonly<Record<string, string | boolean | undefined>>} attributes `true` sets an attribute without a value.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/**
 * A paragraph of prose in which `words in backticks` are code.
 *
 * @param {string} text
 * @param {string} [className]
 */
export function prose(text, className) {
  const parts = text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
  return element('p', { class: className }, ...parts);
}

/**
 * A block of code with a button that copies it, where the browser lets pages copy.
 *
 * @param {string} text
 * @param {string} label
 */
export function codeBlock(text, label) {
  const block = element('pre', { tabindex: '0', 'aria-label': label }, element('code', {}, text));
  if (!window.isSecureContext) return element('div', { class: 'code' }, block);
  const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(text).then(() => (button.textContent = 'Copied'));
  });
  return element('div', { class: 'code' }, block, button);
}

/** @param {unknown} value */
export function pretty(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
