export type * from './types.ts';
export { Decimal } from './decimal.ts';
export { readJson } from './readers/read-json.ts';
