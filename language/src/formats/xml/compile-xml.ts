import { characterAt, charsetLabel, nameCharacter, placeOfMissing } from '../../charsets/index.ts';
import type { Compilation } from '../../compile.ts';
import type { Environment } from '../../environment.ts';
import type { Place, Range } from '../../source-text.ts';
import type { Charset } from '../../types.ts';
import { markedPart } from '../../trace/marking.ts';
import { writeChunks, type Chunk, type Writer } from '../chunks.ts';
import { compileDirectives } from './compile-directives.ts';
import type { XmlDocument, XmlElement, XmlNode, XmlText } from './parse-xml-template.ts';
import { attributeChunk, compileContent, isLayout, trimLayout, type ContentWriter } from './xml-content.ts';

/** Compiles the elements of an XML template; problems are collected in the compilation, each at its place. */
export function compileXml(compilation: Compilation, document: XmlDocument, charset: Charset): Writer {
  return new XmlCompiler(compilation, charset).compileDocument(document);
}

/** What holds for an element because of those around it. */
interface Surroundings {
  readonly environment: Environment;
  /** `xml:space="preserve"`: no layout is dropped. */
  readonly preserve: boolean;
  readonly isRoot: boolean;
}

class XmlCompiler {
  private readonly compilation: Compilation;
  private readonly charset: Charset;

  constructor(compilation: Compilation, charset: Charset) {
    this.compilation = compilation;
    this.charset = charset;
  }

  compileDocument(document: XmlDocument): Writer {
    const around: Surroundings = { environment: this.compilation.environment, preserve: false, isRoot: true };
    const chunks = document.nodes.flatMap((node, index): Chunk[] => {
      const layout = index === 0 ? '' : '\n';
      if (node.kind !== 'element') return [layout, this.written(node)];
      this.refuseOnRoot(node);
      return this.compileChain([node], around, layout);
    });
    return writeChunks(chunks);
  }

  private refuseOnRoot(root: XmlElement): void {
    for (const name of ['for', 'if', 'else']) {
      const directive = root.directives.get(name);
      if (directive === undefined) continue;
      const message = `An XML document has exactly one outermost element, so t:${name} cannot stand on it.`;
      this.compilation.report('misplaced-directive', message, this.placeOf(directive.at));
    }
    if (root.group) {
      this.compilation.report('misplaced-directive', 'The outermost element cannot be a t:group.', this.placeOf(root));
    }
  }

  /**
   * The children in order. The line break and indentation before an element belong to it, so that an element that is left out leaves no
   * empty line, and one that repeats is indented every time.
   */
  private childChunks(children: readonly XmlNode[], around: Surroundings): { chunks: Chunk[]; layout: string } {
    const chunks: Chunk[] = [];
    let layout = '';
    for (let index = 0; index < children.length; index++) {
      const child = children[index];
      if (child === undefined) continue;
      if (this.isLayout(child, around)) {
        // Two of them stand together where a comment was between them: one line break is enough.
        layout = this.written(child);
        continue;
      }
      if (child.kind === 'element') {
        const chain = this.chainFrom(children, index, around);
        chunks.push(...this.compileChain(chain.elements, around, layout));
        index = chain.last;
      } else if (child.kind === 'instruction') chunks.push(layout, this.written(child));
      else chunks.push(layout, orNothing(compileContent(this.compilation, [child], around.environment, this.charset)));
      layout = '';
    }
    return { chunks, layout };
  }

  /** An element with t:if and the siblings with t:else that follow it, layout between them left out. */
  private chainFrom(children: readonly XmlNode[], start: number, around: Surroundings) {
    const elements: XmlElement[] = [];
    let last = start;
    for (let index = start; index < children.length; index++) {
      const child = children[index];
      if (child !== undefined && this.isLayout(child, around)) continue;
      if (child?.kind !== 'element') break;
      const previous = elements.at(-1);
      if (previous === undefined) this.refuseStrayElse(child);
      else if (!child.directives.has('else') || !previous.directives.has('if') || previous.directives.has('for')) break;
      elements.push(child);
      last = index;
    }
    return { elements, last };
  }

  private refuseStrayElse(element: XmlElement): void {
    const directive = element.directives.get('else');
    if (directive === undefined) return;
    const message = 't:else stands on the sibling directly behind an element with t:if (and without t:for).';
    this.compilation.report('misplaced-directive', message, this.placeOf(directive.at));
  }

  private compileChain(elements: readonly XmlElement[], around: Surroundings, layout: string): Chunk[] {
    const [element, ...others] = elements;
    if (element === undefined) return [];
    const directives = compileDirectives(this.compilation, element, around.environment);
    const chunks = this.elementChunks(element, { ...around, environment: directives.environment }, layout);
    const body = this.compilation.traced ? [markedPart(this.placeOf(element), writeChunks(chunks))] : chunks;
    if (directives.none) return body;
    const otherwise = others.length === 0 ? undefined : writeChunks(this.compileChain(others, around, layout));
    return [directives.wrap(body, otherwise)];
  }

  private elementChunks(element: XmlElement, around: Surroundings, layout: string): Chunk[] {
    const inner: Surroundings = { ...around, preserve: this.preserves(element) ?? around.preserve, isRoot: false };
    // A group leaves no trace of itself, so neither does the layout before its two tags.
    if (element.group) return this.childChunks(element.children, inner).chunks;

    this.checkName(element.name, { start: element.start + 1, end: element.start + 1 + element.name.length });
    const tag: Chunk[] = [`${layout}<${element.name}`];
    for (const attribute of element.attributes) {
      this.checkName(attribute.name, attribute.at);
      tag.push(attributeChunk(this.compilation, attribute, around.environment));
    }
    if (element.empty) return [...tag, '/>'];
    const end = `</${element.name}>`;
    const texts = element.children.filter((child): child is XmlText => child.kind === 'text' || child.kind === 'cdata');
    if (texts.length < element.children.length) {
      const children = this.childChunks(element.children, inner);
      return [...tag, '>', ...children.chunks, `${children.layout}${end}`];
    }
    const shown = inner.preserve ? texts : trimLayout(this.compilation, texts);
    const content = compileContent(this.compilation, shown, around.environment, this.charset);
    // A left-out text takes its element with it, but a document without its outermost element is none.
    if (typeof content === 'string' || around.isRoot) return [...tag, '>', orNothing(content), end];
    return [leafElement(writeChunks([...tag, '>']), content, end)];
  }

  private isLayout(node: XmlNode, around: Surroundings): boolean {
    return node.kind === 'text' && !around.preserve && isLayout(this.compilation, node);
  }

  private preserves(element: XmlElement): boolean | undefined {
    const space = element.attributes.find((attribute) => attribute.name === 'xml:space');
    return space && this.compilation.source.text.slice(space.value.start, space.value.end) === 'preserve';
  }

  private checkName(name: string, at: Range): void {
    const missing = placeOfMissing(name, this.charset, 0);
    if (missing < 0) return;
    const character = nameCharacter(characterAt(name, missing));
    const message = `The character ${character} in this name does not exist in ${charsetLabel(this.charset)}. Use utf-8.`;
    this.compilation.report('not-in-charset', message, this.placeOf(at));
  }

  /** Layout and instructions, with the line ends that an XML parser would give them. */
  private written(node: Range): string {
    return this.compilation.source.text.slice(node.start, node.end).replaceAll(/\r\n?/g, '\n');
  }

  private placeOf(range: Range): Place {
    return this.compilation.source.placeOf(range.start, range.end);
  }
}

function orNothing(content: string | ContentWriter): Chunk {
  return typeof content === 'string' ? content : (frame) => content(frame) ?? '';
}

/** The content comes first, because it decides whether there is an element at all. */
function leafElement(tag: Writer, content: ContentWriter, end: string): Writer {
  return (frame) => {
    const text = content(frame);
    return text === undefined ? '' : tag(frame) + text + end;
  };
}
