/**
 * When the PostgreSQL came out that the packages bring, for `gangway doctor`: its age says whether repairs are waiting. A test compares the version with
 * the installed package. https://www.postgresql.org/docs/release/
 */
export const embeddedRelease = { version: '18.4', releasedOn: '2026-05-14' } as const;
