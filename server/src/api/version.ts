import manifest from '../../package.json' with { type: 'json' };

/** The version of the program. */
export const version: string = manifest.version;

/** The version of the addresses, which changes only when a caller would have to change too. */
export const apiVersion = 'v1';
