/**
 * The server gives every page a nonce for the style elements that libraries make (server/src/api/console-page.ts). Who makes one must use it: Mantine by
 * its provider, CodeMirror by `EditorView.cspNonce.of(styleNonce)`, and what keeps the page from scrolling under a dialog by this global.
 */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

Object.assign(globalThis, { __webpack_nonce__: styleNonce });
