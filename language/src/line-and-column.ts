/**
 * Where an offset stands in a text: lines and columns from 1, columns in UTF-16 units; `\n`, `\r\n` and a lone `\r` end a line. Linear in
 * the offset, so for faults only, never in a loop over a document.
 */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  const end = Math.min(offset, text.length);
  for (let index = 0; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) {
      line++;
      lineStart = index + 1;
    }
  }
  return { line, column: end - lineStart + 1 };
}
