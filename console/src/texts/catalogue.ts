/**
 * A catalogue holds every text of one area of the console in both languages. English is written first and decides the keys; a Czech text that is missing,
 * too many, or takes other values is an error of the compiler.
 */
export type Texts<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Texts<T[Key]>;
};

export interface Catalogue<T> {
  readonly en: Texts<T>;
  readonly cs: Texts<T>;
}

/** The two files of an area, `texts.en.ts` and `texts.cs.ts`, as one catalogue. */
export function catalogue<T extends object>(en: T, cs: Texts<T>): Catalogue<T> {
  // A text is a text of its own shape: the compiler does not see that for a T that it does not know yet.
  return { en: en as Texts<T>, cs };
}
