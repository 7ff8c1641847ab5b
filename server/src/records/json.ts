/** Plain JSON, as it is stored. Amounts are decimal texts ("1210.00"), dates "2026-11-23", moments ISO 8601 with zone. No null inside: a cleared field is absent. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}
