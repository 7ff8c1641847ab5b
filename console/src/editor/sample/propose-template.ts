import type { FieldType, Value } from '@gangway/language';
import { nameOf } from '../tree/insertion.ts';
import type { Dictionaries } from '../preview/samples.ts';
import { type Candidate, candidatesOf, listsOf } from './candidates.ts';
import { expressionFor } from './expression-for.ts';
import { leafFit, plainName, surroundingsOf } from './field-words.ts';
import { matchLeaf } from './match-leaf.ts';
import type { PlannedNode } from './planned-node.ts';
import { readJsonSample } from './read-json-sample.ts';
import { readXmlSample } from './read-xml-sample.ts';
import { leavesOf, type SampleBranch, type SampleLeaf, type SampleList, type SampleNode } from './sample-tree.ts';
import { writeJsonTemplate } from './write-json-template.ts';
import { writeXmlTemplate } from './write-xml-template.ts';

/** A real record, and what is known of it. */
export interface ProposalSource {
  readonly record: Value;
  readonly fields: FieldType;
  readonly dictionaries: Dictionaries;
}

/** What was made of one place of the sample. */
export interface ProposalNote {
  /** `invoiceHeader.date`. */
  readonly place: string;
  readonly sample: string;
  readonly kind: 'value' | 'name' | 'dictionary' | 'loop' | 'constant';
  readonly expression?: string;
}

export interface Proposal {
  readonly format: 'json' | 'xml';
  readonly body: string;
  readonly charset?: string;
  readonly notes: readonly ProposalNote[];
  /** Dictionaries that do not exist yet, with the entries that the sample tells. */
  readonly dictionaries: Dictionaries;
}

/** A template that makes messages like the sample: values found in the record or by their names, loops for what repeats, the rest as it is. */
export function proposeTemplate(
  sample: string,
  source: ProposalSource,
): { ok: true; proposal: Proposal } | { ok: false; message: string } {
  const isXml = sample
    .trimStart()
    .replace(/^\uFEFF/, '')
    .startsWith('<');
  const read = isXml ? readXmlSample(sample) : readJsonSample(sample);
  if (!read.ok) return read;
  const planner = new Planner(source);
  const plan = planner.plan(oneRecord(read.root), [], planner.top);
  const { notes, newDictionaries } = planner;
  const dictionaries = Object.fromEntries(newDictionaries);
  if (!isXml) return { ok: true, proposal: { format: 'json', body: writeJsonTemplate(plan), notes, dictionaries } };
  const encoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)/.exec(sample)?.[1];
  const body = writeXmlTemplate(plan, encoding);
  return {
    ok: true,
    proposal: { format: 'xml', body, notes, dictionaries, ...(encoding === undefined ? {} : { charset: encoding }) },
  };
}

/**
 * A sample often holds several records, one of them fully written out. The message is made of one: of such a list the entry with the most different places
 * stays. A list of lines is none: its entries hold no lists, and nothing that only a document has.
 */
function oneRecord(node: SampleNode): SampleNode {
  if (node.kind === 'leaf') return node;
  if (node.kind === 'branch') return { ...node, children: node.children.map(oneRecord) };
  if (!node.items.some(isRecord)) return node;
  const [best] = node.items.toSorted((left, right) => richness(right) - richness(left));
  return oneRecord(best ?? node);
}

const documentWords = ['issuedOn', 'dueOn', 'taxPointOn', 'variableSymbol'];

function isRecord(item: SampleNode): boolean {
  return leavesOf(item).filter(({ leaf }) => documentWords.some((word) => leafFit(word, leaf.name) >= 2)).length >= 2;
}

function richness(node: SampleNode): number {
  const places = leavesOf(node).map(({ leaf, around }) => [...around, leaf.name].join('/'));
  return new Set(places).size + (hasLines(node) ? 100 : 0);
}

function hasLines(node: SampleNode): boolean {
  if (node.kind === 'leaf') return false;
  if (surroundingsOf([node.name]).has('lines')) return true;
  return (node.kind === 'branch' ? node.children : node.items).some(hasLines);
}

class Planner {
  readonly notes: ProposalNote[] = [];
  readonly newDictionaries = new Map<string, Record<string, string>>();
  readonly top: readonly Candidate[];
  private readonly source: ProposalSource;
  private readonly lists: ReturnType<typeof listsOf>;
  /** Of the entry of a loop that is being planned, among the entries of the sample. */
  private position: number | undefined;

  constructor(source: ProposalSource) {
    this.source = source;
    this.top = candidatesOf(source.record, source.fields, 'input');
    this.lists = listsOf(source.record, source.fields, 'input');
  }

  plan(node: SampleNode, around: readonly string[], candidates: readonly Candidate[]): PlannedNode {
    switch (node.kind) {
      case 'leaf':
        return { kind: 'leaf', leaf: node, expression: this.leaf(node, around, candidates) };
      case 'branch':
        return this.branch(node, around, candidates);
      case 'list':
        return this.list(node, around, candidates);
    }
  }

  private branch(node: SampleBranch, around: readonly string[], candidates: readonly Candidate[]): PlannedNode {
    const inner = [...around, node.name];
    const list = this.listOf(node, around);
    if (list !== undefined && candidates === this.top)
      return this.list({ kind: 'list', name: node.name, items: [node] }, around, candidates);
    return {
      kind: 'branch',
      name: node.name,
      attributes: node.attributes.map((leaf) => ({ leaf, expression: this.attribute(leaf, inner, candidates) })),
      children: node.children.map((child) => this.plan(child, inner, candidates)),
    };
  }

  /** Namespaces, versions and their kind are the document's own. */
  private attribute(leaf: SampleLeaf, around: readonly string[], candidates: readonly Candidate[]): string | undefined {
    if (/^xmlns(?::|$)|^xsi:|^version$|^schemaLocation$/i.test(leaf.name)) return undefined;
    return this.leaf(leaf, around, candidates);
  }

  private list(node: SampleList, around: readonly string[], candidates: readonly Candidate[]): PlannedNode {
    const [first] = node.items.toSorted((left, right) => leavesOf(right).length - leavesOf(left).length);
    const list = first === undefined ? undefined : this.listOf(first, around, node.items.length > 1);
    if (first === undefined || list === undefined || candidates !== this.top) {
      const items = node.items.map((item) => this.plan(item, around, candidates));
      return { kind: 'list', name: node.name, loop: undefined, items };
    }
    const position = hasPosition(first, node.items.indexOf(first) + 1) ? 'position' : undefined;
    const name = nameOf(list.path);
    const loop = position === undefined ? `${name} in ${list.path}` : `${name}, ${position} in ${list.path}`;
    const place = [...around, node.name].filter((one) => one !== '').join('.');
    this.notes.push({ place, sample: String(node.items.length), kind: 'loop', expression: loop });
    const inside = candidatesOf(list.value[0], list.item, name).map((one): Candidate => ({ ...one, loop: 'inside' }));
    const own = [...inside, ...this.top.map(further)];
    this.position = node.items.indexOf(first) + 1;
    const item = this.plan(first, around, own);
    this.position = undefined;
    return { kind: 'list', name: node.name, loop, items: [item] };
  }

  /** The list of the record that an element or entry repeats for: by what it is called, and by what its parts are called. */
  private listOf(
    node: SampleNode,
    around: readonly string[],
    repeats = false,
  ): ReturnType<typeof listsOf>[number] | undefined {
    if (node.kind !== 'branch' || node.children.length === 0) return undefined;
    const own = surroundingsOf([node.name]);
    const spoken = surroundingsOf(around.slice(-1));
    const leaves = leavesOf(node);
    const wraps = node.children.some((child) => child.kind === 'list' || surroundingsOf([child.name]).has('lines'));
    if (wraps && !repeats) return undefined;
    const rated = this.lists.map((list) => {
      const fields = candidatesOf(list.value[0], list.item, 'x');
      const named = own.has(list.name) ? 2 : spoken.has(list.name) ? 1.5 : 0;
      const fitting = leaves.filter(({ leaf }) =>
        fields.some(({ steps }) => leafFit(steps.at(-1) ?? '', leaf.name) >= 2),
      ).length;
      return { list, named, fitting, fit: named + Math.min(fitting, 6) * 0.5 };
    });
    const [best] = rated.toSorted((left, right) => right.fit - left.fit);
    if (best === undefined || best.fit < 2.5) return undefined;
    return repeats || (best.named > 0 && best.fitting >= 2) ? best.list : undefined;
  }

  private leaf(leaf: SampleLeaf, around: readonly string[], candidates: readonly Candidate[]): string | undefined {
    const place = [...around, leaf.name].filter((one) => one !== '').join('.');
    if (this.position !== undefined && isPosition(leaf, this.position)) {
      this.notes.push({ place, sample: leaf.text, kind: 'name', expression: 'position' });
      return 'position';
    }
    const match = matchLeaf(leaf, around, candidates);
    if (match === undefined) {
      this.notes.push({ place, sample: leaf.text, kind: 'constant' });
      return undefined;
    }
    const { expression, dictionary } = expressionFor(leaf, match, this.source.dictionaries);
    if (dictionary?.isNew === true) {
      const entries = this.newDictionaries.get(dictionary.name) ?? {};
      if (dictionary.key !== '') entries[dictionary.key] ??= dictionary.value;
      this.newDictionaries.set(dictionary.name, entries);
    }
    const kind = dictionary !== undefined ? 'dictionary' : match.sameValue ? 'value' : 'name';
    this.notes.push({ place, sample: leaf.text, kind, expression });
    return expression;
  }
}

const positionNames = new Set([
  'id',
  'lineid',
  'linenumber',
  'lineno',
  'row',
  'rownumber',
  'position',
  'poradi',
  'cisrad',
  'sequence',
  'index',
]);

/** The number of the line: 1 in the first one. */
function isPosition({ name, text }: SampleLeaf, position: number): boolean {
  return positionNames.has(plainName(name)) && text === String(position);
}

/** Only the entry's own places count: an id deeper in it is that of something else. */
function hasPosition(node: SampleNode, position: number): boolean {
  if (node.kind !== 'branch') return false;
  return [...node.attributes, ...node.children].some((one) => one.kind === 'leaf' && isPosition(one, position));
}

/** Inside a loop the fields of the line come first; those of the record only where their value is the same. */
function further(candidate: Candidate): Candidate {
  return { ...candidate, loop: 'outside' };
}
