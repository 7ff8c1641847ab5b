// Control characters (C0, DEL, C1), and those that turn the direction of text or hide in it.
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Words from outside as data: on one line, without what a terminal, log or mail would obey, and not longer than asked. */
export function plainWords(text: string, longest: number): string {
  const plain = text.replaceAll(unprintable, ' ').trim();
  // Half a character could not be stored.
  return (plain.length <= longest ? plain : `${plain.slice(0, longest)}…`).toWellFormed();
}
