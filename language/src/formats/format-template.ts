import type { OnMissing } from '../charsets/index.ts';
import type { Evaluate, Frame } from '../frame.ts';
import type { Charset } from '../types.ts';

/** A template of any format, compiled, before it is wrapped as a Template. */
export interface FormatTemplate {
  readonly charset: Charset;
  /** Without its charset. */
  readonly mediaType: string;
  readonly write: (frame: Frame) => string;
  readonly onMissing: OnMissing;
  /** JSON only. */
  readonly build?: Evaluate;
}
