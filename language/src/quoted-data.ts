/**
 * Data in the sentence of a problem is marked while the problem travels out of the evaluation. Only at the end, where all secrets of the
 * evaluation are known, is it shortened: half of a secret could not be recognised any more.
 */
const MARK = '\u0001';

/** Data as a part of a problem's sentence. */
export function quoted(data: string): string {
  return MARK + data.replaceAll(MARK, '') + MARK;
}

/** The sentence as a person reads it: every quoted part goes through `show` and is shortened, the words between through `clean`. */
export function sentenceOf(message: string, clean: (words: string) => string, show: (data: string) => string): string {
  if (!message.includes(MARK)) return clean(message);
  return message
    .split(MARK)
    .map((part, index) => (index % 2 === 1 ? shortened(show(part)) : clean(part)))
    .join('');
}

/** The sentence where nothing in it has to be hidden: about what the author wrote. */
export function plainSentence(message: string): string {
  return sentenceOf(
    message,
    (words) => words,
    (data) => data,
  );
}

/** Enough of a text to recognise it in a message. */
export function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57).toWellFormed()}...`;
}
