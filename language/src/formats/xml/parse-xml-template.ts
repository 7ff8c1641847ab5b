import { SaxesParser } from 'saxes';
import { characterAt, nameCharacter, placeOfMissing } from '../../charsets/index.ts';
import type { Piece } from '../../placeholders.ts';
import { xmlReadLimits } from '../../readers/read-limits.ts';
import { plainMessage } from '../../readers/read-xml.ts';
import type { Range, SourceText } from '../../source-text.ts';
import { problemAt } from '../../stop.ts';
import { maskPlaceholders } from '../cut-until.ts';
import { TemplateFaults } from '../template-faults.ts';
import { cutXml, type XmlAttribute, type XmlToken } from './cut-xml.ts';

/** The namespace of the directives t:for, t:if, t:else and t:let; its declaration is never written out. */
export const TEMPLATE_NAMESPACE = 'urn:gangway:template';

/** An XML template before its expressions are compiled; names, prefixes and offsets as in the author's source. */
export type XmlNode = XmlElement | XmlText | XmlInstruction;

export interface XmlElement extends Range {
  readonly kind: 'element';
  readonly name: string;
  /** Without directives and without the declaration of the template namespace. */
  readonly attributes: readonly XmlAttribute[];
  /** By their local names: for, if, else, let. */
  readonly directives: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly XmlNode[];
  /** Written as `<name/>`. */
  readonly empty: boolean;
  /** `<t:group>`: carries directives for several elements at once and is not written itself. */
  readonly group: boolean;
}
export interface XmlText extends Range {
  readonly kind: 'text' | 'cdata';
  readonly pieces: readonly Piece[];
}
/** A processing instruction, kept as written. */
export interface XmlInstruction extends Range {
  readonly kind: 'instruction';
}

export interface XmlDocument {
  /** The XML declaration, where there is one. */
  readonly declaration: Range | undefined;
  /** Instructions before the root, the root, instructions behind it. */
  readonly nodes: readonly XmlNode[];
}

/** Reads an XML template. Throws TemplateFaults where it is not well-formed, apart from its placeholders and directives. */
export function parseXmlTemplate(source: SourceText): XmlDocument {
  const declared = prefixesOfTemplateNamespace(source.text);
  const prefixes = declared.length > 0 ? declared : ['t'];
  const tokens = cutXml(source, prefixes);
  refuse(source, tokens);
  const document = buildTree(source, tokens, prefixes);
  checkWellFormed(source, tokens, declared.length === 0);
  return document;
}

function prefixesOfTemplateNamespace(text: string): string[] {
  const declarations = text.matchAll(/\sxmlns:([^\s=]+)\s*=\s*(?:"urn:gangway:template"|'urn:gangway:template')/g);
  return [...new Set(Array.from(declarations, ([, prefix]) => prefix ?? ''))];
}

function refuse(source: SourceText, tokens: readonly XmlToken[]): void {
  for (const token of tokens) {
    const place = source.placeOf(token.start, token.start + 2);
    if (token.kind === 'doctype') {
      throw new TemplateFaults([problemAt('doctype', 'Gangway sends no DOCTYPE. Delete it.', place)]);
    }
    // Saxes lets `<?x?y?>` pass, which is none: after the name there must be white space or the end.
    if (
      token.kind === 'instruction' &&
      !/^<\?[\p{L}_:][\p{L}\p{N}_:.-]*(?:\s|\?>)/u.test(source.text.slice(token.start, token.end))
    ) {
      const message = 'This instruction cannot be read. It is written <?name ...?>.';
      throw new TemplateFaults([problemAt('xml-syntax', message, place)]);
    }
    if (token.kind === 'instruction' && source.text.slice(token.start, token.end).includes('${')) {
      const message = 'An expression cannot stand in an instruction <?...?>.';
      throw new TemplateFaults([problemAt('misplaced-directive', message, place)]);
    }
  }
}

/** Saxes reads the template with every placeholder and every directive overwritten; its first fault is the author's. */
function checkWellFormed(source: SourceText, tokens: readonly XmlToken[], namespaceMissing: boolean): void {
  const masks = tokens.flatMap((token) => masksOf(token));
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (fault) => {
    const message = plainMessage(fault);
    const hint =
      namespaceMissing && message.includes('unbound namespace prefix: "t"')
        ? `Add xmlns:t="${TEMPLATE_NAMESPACE}" to the outermost element, so that the directives t:for, t:if, t:else and t:let are known.`
        : `The XML is not well-formed: ${message}`;
    const at = Math.max(0, parser.position - 1);
    throw new TemplateFaults([problemAt('xml-syntax', hint, source.placeOf(at, at + 1))]);
  });
  const masked = maskPlaceholders(source.text, masks);
  // Saxes finds control characters, but lets halves of surrogate pairs pass.
  const lone = placeOfMissing(masked, 'utf-8', 0);
  if (lone >= 0) {
    const message = `The character ${nameCharacter(characterAt(masked, lone))} cannot stand in XML. Delete it.`;
    throw new TemplateFaults([problemAt('not-in-format', message, source.placeOf(lone, lone + 1))]);
  }
  parser.write(masked).close();
}

function masksOf(token: XmlToken): { start: number; end: number; quoted: boolean }[] {
  const maskPieces = (pieces: readonly Piece[]) =>
    pieces.filter((piece) => piece.kind !== 'text').map(({ start, end }) => ({ start, end, quoted: false }));
  if (token.kind === 'text' || token.kind === 'cdata') return maskPieces(token.pieces);
  if (token.kind !== 'open') return [];
  return token.attributes.flatMap((attribute) =>
    attribute.directive ? [{ ...attribute.value, quoted: false }] : maskPieces(attribute.pieces),
  );
}

interface OpenElement extends XmlElement {
  readonly children: XmlNode[];
}

/** Elements as a tree, without recursion. Tags that do not match are left for saxes to report. */
function buildTree(source: SourceText, tokens: readonly XmlToken[], prefixes: readonly string[]): XmlDocument {
  let declaration: Range | undefined;
  const nodes: XmlNode[] = [];
  const open: OpenElement[] = [];
  for (const token of tokens) {
    const siblings = open.at(-1)?.children ?? nodes;
    switch (token.kind) {
      case 'declaration':
        declaration = token;
        break;
      case 'open': {
        const element = elementOf(source, token, prefixes);
        siblings.push(element);
        if (!token.empty) open.push(element);
        if (open.length > xmlReadLimits.depth) {
          const message = `The template is nested deeper than ${xmlReadLimits.depth} elements.`;
          throw new TemplateFaults([problemAt('too-deep', message, source.placeOf(token.start, token.end))]);
        }
        break;
      }
      case 'close':
        open.pop();
        break;
      case 'text':
      case 'cdata':
        // Outside the root there is nothing but line breaks (saxes sees to that), and what is written there is decided when writing.
        if (open.length > 0) siblings.push({ ...token, kind: token.kind });
        break;
      case 'instruction':
        siblings.push({ ...token, kind: 'instruction' });
        break;
      case 'comment':
      case 'doctype':
        break;
    }
  }
  return { declaration, nodes };
}

function elementOf(
  source: SourceText,
  token: Extract<XmlToken, { kind: 'open' }>,
  prefixes: readonly string[],
): OpenElement {
  const directives = new Map<string, XmlAttribute>();
  const attributes: XmlAttribute[] = [];
  for (const attribute of token.attributes) {
    const isDeclaration = attribute.name.startsWith('xmlns:') && prefixes.includes(attribute.name.slice(6));
    if (attribute.directive) directives.set(attribute.name.slice(attribute.name.indexOf(':') + 1), attribute);
    else if (!isDeclaration) attributes.push(attribute);
    if (/^xmlns(?::|$)/.test(attribute.name) && attribute.pieces.some((piece) => piece.kind !== 'text')) {
      const message = 'A namespace must be written out, without an expression.';
      const place = source.placeOf(attribute.at.start, attribute.at.end);
      throw new TemplateFaults([problemAt('misplaced-directive', message, place)]);
    }
  }
  const { start, end, name, empty } = token;
  const group = prefixes.some((prefix) => name.startsWith(`${prefix}:`));
  if (group && (!name.endsWith(':group') || attributes.length > 0)) {
    const message =
      'Of the template namespace there is one element, t:group, and it takes t:for, t:if, t:else and t:let only.';
    throw new TemplateFaults([problemAt('unknown-directive', message, source.placeOf(start, start + 1 + name.length))]);
  }
  return { kind: 'element', name, attributes, directives, children: [], empty, group, start, end };
}
