import { expect, test } from 'vitest';
import { createShow } from './show.ts';

function shown(isTTY: boolean, noColor: boolean, tell: (show: ReturnType<typeof createShow>) => void): string {
  let text = '';
  const stream = {
    isTTY,
    write: (piece: string | Uint8Array) => {
      text += String(piece);
      return true;
    },
  };
  tell(createShow(stream, noColor));
  return text;
}

test.each([
  [true, false, true],
  [true, true, false],
  [false, false, false],
])('a terminal: %s, NO_COLOR: %s, colours: %s', (isTTY, noColor, coloured) => {
  expect(shown(isTTY, noColor, (show) => show.part('Title')).includes('\u001b[')).toBe(coloured);
});

test('a line has its time, breaks at spaces, and has what belongs to it below', () => {
  const text = shown(false, false, (show) => show.line(`${'word '.repeat(30)}end`, 'below'));
  expect(text).toMatch(/^ {4}0\.\d\d s {2}word/);
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^ {12}word .* end$/);
  expect(lines[2]).toBe(`${' '.repeat(14)}below`);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(110);
});
