/** Stands in the built index.html where the server writes the nonce of each answer (server/src/api/console-page.ts). */
export const noncePlaceholder = 'GANGWAY-NONCE';
