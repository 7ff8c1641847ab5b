/** The texts of the packs by their paths; only pages that offer packs load them. */
export const packFiles = import.meta.glob<string>('../../../../packs/*/*.{yaml,json,xml}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
