/** A file of the repository that is made from something else in it. */
export interface Generator {
  /** From the root of the repository. */
  readonly path: string;
  generate(): Promise<string>;
}
