import type { RangeList } from '../address-range.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';

/** What the operations are made of; app.ts gets them from whoever starts the server. */
export interface ApiParts {
  readonly database: Database;
  readonly log: Logger;
  /** The address that others are told, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly trustedProxies: RangeList;
  readonly bodyLimitBytes: number;
  readonly now: () => Date;
}
