/** One thing that was tried. The first that is not `ok` is the last of the list, and says what is wrong and what to do. */
export interface TestStep {
  readonly step: 'address' | 'name' | 'connection' | 'tls' | 'authentication' | 'answer';
  readonly ok: boolean;
  readonly sentence: string;
}
