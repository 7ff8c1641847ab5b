import { SaxesParser, type SaxesAttributeNS } from 'saxes';
import type { Outcome, Value } from '../types.ts';
import { getOwn, setOwn } from './own-property.ts';
import { xmlReadLimits, type ReadLimits } from './read-limits.ts';
import { ReadingFault, reading } from './reading-fault.ts';

/**
 * Reads an XML document as plain data, by local names: `{responsePack: {"@state": "ok", responsePackItem: [...]}}`.
 *
 * - An element with neither attributes nor elements in it is its text; one that holds nothing but indentation is the empty text.
 * - Attributes are `@name` (namespace declarations are left out), texts beside attributes or elements are `#text`.
 * - Elements that repeat under one parent become a list.
 *
 * A DOCTYPE is refused (no entity bombs, no outside files), and so is everything beyond the limits.
 */
export function readXml(text: string, limits: ReadLimits = xmlReadLimits): Outcome<Value> {
  return reading(text, () => readElements(text, limits));
}

/** An element that is still open. */
interface OpenElement {
  readonly name: string;
  readonly content: Record<string, Value>;
  text: string;
  hasElements: boolean;
  hasAttributes: boolean;
}

function readElements(text: string, limits: ReadLimits): Value {
  if (text.length > limits.length) {
    throw new ReadingFault('too-large', `The XML is longer than ${limits.length} characters.`, 0);
  }
  const document: OpenElement = { name: '', content: {}, text: '', hasElements: false, hasAttributes: false };
  const open: OpenElement[] = [document];
  let current = document;
  const parser = new SaxesParser({ xmlns: true });
  const counter = new Counter(limits, () => parser.position);

  parser.on('error', (fault) => {
    throw new ReadingFault('xml-syntax', `The XML is not well-formed: ${plainMessage(fault)}`, parser.position);
  });
  parser.on('doctype', () => {
    throw new ReadingFault('doctype', 'The XML has a DOCTYPE, which Gangway refuses: leave it out.', parser.position);
  });
  parser.on('opentagstart', () => counter.openElement(open.length));
  parser.on('attribute', () => counter.attribute());
  parser.on('opentag', (tag) => {
    current = { name: tag.local, content: {}, text: '', hasElements: false, hasAttributes: false };
    for (const name in tag.attributes) addAttribute(current, tag.attributes[name]);
    open.push(current);
  });
  parser.on('text', (piece) => {
    counter.node();
    current.text += piece;
  });
  parser.on('cdata', (piece) => {
    counter.node();
    current.text += piece;
  });
  parser.on('closetag', () => {
    const closed = current;
    open.pop();
    current = open.at(-1) ?? document;
    addElement(current, closed.name, valueOf(closed));
  });
  parser.write(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).close();
  return document.content;
}

class Counter {
  private readonly limits: ReadLimits;
  private readonly position: () => number;
  private nodes = 0;
  private attributes = 0;

  constructor(limits: ReadLimits, position: () => number) {
    this.limits = limits;
    this.position = position;
  }

  openElement(depth: number): void {
    if (depth > this.limits.depth) {
      throw new ReadingFault(
        'too-deep',
        `The XML is nested deeper than ${this.limits.depth} elements.`,
        this.position(),
      );
    }
    this.attributes = 0;
    this.node();
  }

  attribute(): void {
    if (++this.attributes > this.limits.attributes) {
      const message = `An element of the XML has more than ${this.limits.attributes} attributes.`;
      throw new ReadingFault('too-large', message, this.position());
    }
    this.node();
  }

  node(): void {
    if (++this.nodes > this.limits.nodes) {
      const message = `The XML has more than ${this.limits.nodes} elements, attributes and texts.`;
      throw new ReadingFault('too-large', message, this.position());
    }
  }
}

/** Of two attributes with the same local name the one without a prefix counts, else the first. */
function addAttribute(element: OpenElement, attribute: SaxesAttributeNS | undefined): void {
  if (attribute === undefined || attribute.prefix === 'xmlns' || attribute.name === 'xmlns') return;
  const key = `@${attribute.local}`;
  if (attribute.prefix !== '' && getOwn(element.content, key) !== undefined) return;
  element.content[key] = attribute.value;
  element.hasAttributes = true;
}

function addElement(parent: OpenElement, name: string, value: Value): void {
  const before = getOwn(parent.content, name);
  if (before === undefined) setOwn(parent.content, name, value);
  else if (Array.isArray(before)) (before as Value[]).push(value);
  else setOwn(parent.content, name, [before, value]);
  parent.hasElements = true;
}

function valueOf(element: OpenElement): Value {
  const isIndentation = /^[ \t\r\n]*$/.test(element.text) && (element.hasElements || element.text.includes('\n'));
  const text = isIndentation ? '' : element.text;
  if (!element.hasElements && !element.hasAttributes) return text;
  if (text !== '') element.content['#text'] = text;
  return element.content;
}

/** Saxes begins its messages with line and column, which the problem has of its own. */
export function plainMessage(fault: Error): string {
  const message = fault.message.replace(/^(?:undefined:|\d+:\d+:)?\s*(?:\d+:\d+:\s*)?/, '');
  return message.endsWith('.') ? message : `${message}.`;
}
