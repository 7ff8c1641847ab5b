import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPlaceholders } from './placeholders.ts';
import { SourceText } from './source-text.ts';

function cut(text: string): string[] {
  const { pieces, problems } = cutPlaceholders(new SourceText(text));
  const [problem] = problems;
  if (problem !== undefined) return [`${problem.code} ${problem.line}:${problem.column}`];
  return pieces.map((piece) => {
    if (piece.kind === 'secret') return `secret ${piece.name}`;
    const range = piece.kind === 'expression' ? piece.inner : piece;
    return `${piece.kind} ${text.slice(range.start, range.end)}`;
  });
}

describe('cutting placeholders out of a text', () => {
  it.each([
    ['', []],
    ['no placeholder', ['text no placeholder']],
    ['a ${b} c', ['text a ', 'expression b', 'text  c']],
    ['${a}${b}', ['expression a', 'expression b']],
    ['${ {x} }', ['expression  {x} ']],
    ['${evaluate: ${a} = "}" ? 1 : 2}', ['expression evaluate: ${a} = "}" ? 1 : 2']],
    ["${'it''s }' & \"}\"}!", ["expression 'it''s }' & \"}\"", 'text !']],
    ["${'a\\'}' & b}", ["expression 'a\\'}' & b"]],
    ['${a = \\"}\\"}', ['expression a = \\"}\\"']],
    ['{{secret:key}}', ['secret key']],
    ['Bearer {{secret: key }}!', ['text Bearer ', 'secret key', 'text !']],
    ["${base64('{{secret:key}}')}", ["expression base64('{{secret:key}}')"]],
    ['$a {b} $ { {{x}} $', ['text $a {b} $ { {{x}} $']],
    ['costs $${a}', ['text costs $', 'expression a']],
    ['a\n ${b', ['unclosed-placeholder 2:2']],
    ["${a = 'b}", ['unclosed-placeholder 1:7']],
    ['{{secret:key', ['unclosed-placeholder 1:1']],
    ['{{secret:a\nb}}', ['unclosed-placeholder 1:1']],
  ])('%j', (text, expected) => expect(cut(text)).toEqual(expected));

  it('loses and doubles nothing: the pieces put together are the text', () => {
    const fragments = fc.array(
      fc.constantFrom('${', '}', '{', '{{secret:', '}}', "'", '"', '\\', 'a', ' ', '\n', '$'),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(fragments, (parts) => {
        const text = parts.join('');
        const { pieces, problems } = cutPlaceholders(new SourceText(text));
        if (problems.length > 0) return;
        expect(pieces.map((piece) => text.slice(piece.start, piece.end)).join('')).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes time linear in the length, for the worst texts too', () => {
    const started = performance.now();
    for (const fragment of ['${', '{{secret:', '${a}', '{{', "${'", '${"\\"}', '$', '{{secret:a}}'])
      cut(fragment.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
