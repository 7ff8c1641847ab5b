import type { Compilation } from '../../compile.ts';
import type { Environment } from '../../environment.ts';
import type { Range } from '../../source-text.ts';
import { didYouMean } from '../../suggest.ts';
import { literalLength, writeChunks, type Chunk, type Writer } from '../chunks.ts';
import { forEachRound } from '../rounds.ts';
import type { XmlAttribute } from './cut-xml.ts';
import type { XmlElement } from './parse-xml-template.ts';

const known = ['for', 'if', 'else', 'let'];

/** The directives of one element, compiled. */
export interface XmlDirectives {
  /** With the names of t:let and t:for, for everything in the element. */
  readonly environment: Environment;
  /** No directive at all: the element can be written beforehand as far as its data allow. */
  readonly none: boolean;
  /** The element as its directives want it, in the order let, for, if; `otherwise` is what t:else says. */
  wrap(body: readonly Chunk[], otherwise: Writer | undefined): Writer;
}

export function compileDirectives(compilation: Compilation, element: XmlElement, outer: Environment): XmlDirectives {
  checkNames(compilation, element);
  const names = compileOne(element.directives.get('let'), (range) => compilation.bindings(range, outer));
  let environment = names?.environment ?? outer;
  const loopAttribute = element.directives.get('for');
  const loop = compileOne(loopAttribute, (range) => compilation.loop(range, environment));
  environment = loop?.environment ?? environment;
  const condition = compileOne(element.directives.get('if'), (range) => compilation.condition(range, environment));
  const source = loopAttribute === undefined ? '' : textAt(compilation, loopAttribute.value);

  return {
    environment,
    none: element.directives.size === 0,
    wrap(body, otherwise) {
      let write = writeChunks(body);
      if (condition !== undefined) {
        const then = write;
        write = (frame) => (condition.test(frame) ? then(frame) : (otherwise?.(frame) ?? ''));
      }
      if (loop !== undefined) {
        const one = write;
        const literals = literalLength(body);
        write = (frame) => {
          let text = '';
          forEachRound(loop, source, frame, () => {
            frame.chargeOutput(literals, loop.place);
            text += one(frame);
          });
          return text;
        };
      }
      if (names === undefined) return write;
      const named = write;
      return (frame) => {
        names.bind(frame);
        return named(frame);
      };
    },
  };

  /** `a &lt; b` is what XML habits write; here it would be read as `a & lt; b`. */
  function compileOne<T>(attribute: XmlAttribute | undefined, compile: (range: Range) => T): T | undefined {
    if (attribute === undefined) return undefined;
    const reference = /&(?:lt|gt|amp|quot|apos);/.exec(textAt(compilation, attribute.value));
    if (reference === null) return compile(attribute.value);
    const at = attribute.value.start + reference.index;
    const message = `In ${attribute.name} nothing is escaped. Write the character itself instead of ${reference[0]}`;
    compilation.report('syntax', `${message}.`, compilation.source.placeOf(at, at + reference[0].length));
    return undefined;
  }
}

function checkNames(compilation: Compilation, element: XmlElement): void {
  for (const [name, { at, value }] of element.directives) {
    const place = compilation.source.placeOf(at.start, at.end);
    if (!known.includes(name)) {
      const message = `There is no directive t:${name}.${didYouMean(name, known)} There are t:for, t:if, t:else and t:let.`;
      compilation.report('unknown-directive', message, place);
    }
    if (name === 'else' && textAt(compilation, value).trim() !== '') {
      const message = 't:else has no condition: leave it empty, t:else="". For another condition add t:if beside it.';
      compilation.report('misplaced-directive', message, place);
    }
  }
}

function textAt(compilation: Compilation, range: Range): string {
  return compilation.source.text.slice(range.start, range.end);
}
