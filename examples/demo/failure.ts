/** The demonstration cannot go on, and why: shown as it is, without a stack. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}
