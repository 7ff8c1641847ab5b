import { performance } from 'node:perf_hooks';
import type { WriteStream } from 'node:tty';

/** What the demonstration says, line by line. */
export interface Show {
  /** Begins a part; the times of its lines count from here. */
  part(title: string): void;
  /** Something that has happened, with the time since the part began. Further lines stand below it. */
  line(text: string, ...further: readonly string[]): void;
  /** Text as it is, without a time. */
  text(text: string): void;
  failure(sentence: string): void;
}

const width = 110;
const timeWidth = 10;
/** Select Graphic Rendition, ECMA-48. */
const codes = { bold: '1', dim: '2', red: '31' } as const;

/** Colours only where a person looks at a terminal and has not said NO_COLOR (no-color.org). */
export function createShow(stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }, noColor: boolean): Show {
  const colours = stream.isTTY === true && !noColor;
  const paint = (style: keyof typeof codes, text: string): string =>
    colours ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
  const say = (line: string): void => void stream.write(`${line}\n`);
  let began = performance.now();
  return {
    part(title) {
      began = performance.now();
      say(`\n${paint('bold', title)}\n`);
    },
    line(text, ...further) {
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      const [first = '', ...rest] = wrap(text, width - timeWidth - 2);
      say(`${paint('dim', `${seconds} s`.padStart(timeWidth))}  ${first}`);
      const indent = ' '.repeat(timeWidth + 2);
      for (const line of rest) say(indent + line);
      for (const line of further.flatMap((each) => wrap(each, width - timeWidth - 4))) say(`${indent}  ${line}`);
    },
    text: say,
    failure: (sentence) => say(`\n${paint('red', 'The demonstration failed.')} ${sentence}`),
  };
}

/** Breaks at spaces; a word that is longer than a line stands on one of its own. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
