import { SaxesParser } from 'saxes';
import type { SampleLeaf, SampleNode } from './sample-tree.ts';

interface OpenElement {
  readonly name: string;
  readonly attributes: readonly SampleLeaf[];
  readonly children: SampleNode[];
  text: string;
}

/** Larger samples are catalogues; one record of them is enough. */
const longest = 2_000_000;
const deepest = 64;

/** An XML sample as a tree; or why it cannot be read. Names keep their prefixes, comments are left out. */
export function readXmlSample(text: string): { ok: true; root: SampleNode } | { ok: false; message: string } {
  if (text.length > longest) return { ok: false, message: 'The sample is too large. Paste one record of it.' };
  const document: OpenElement = { name: '', attributes: [], children: [], text: '' };
  const open: OpenElement[] = [document];
  const parser = new SaxesParser({ xmlns: false });
  let fault: string | undefined;
  const fail = (message: string): void => {
    fault ??= `${message} (${parser.line}:${parser.column + 1})`;
  };
  parser.on('error', ({ message }) => fail(message.replace(/^.*?\d+:\d+: /, '')));
  parser.on('doctype', () => fail('The sample has a DOCTYPE: leave it out.'));
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > deepest) fail('The sample is nested too deeply.');
    const written = Object.entries(attributes).map(([key, value]): SampleLeaf => ({
      kind: 'leaf',
      name: key,
      text: value,
      bare: false,
    }));
    open.push({ name, attributes: written, children: [], text: '' });
  });
  const addText = (piece: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) open.at(-1)?.children.push(nodeOf(element));
  });
  try {
    parser.write(text.replace(/^\uFEFF/, '').trimStart()).close();
  } catch (cause) {
    fail(cause instanceof Error ? cause.message : String(cause));
  }
  const [root] = document.children;
  if (fault !== undefined || root === undefined) return { ok: false, message: fault ?? 'The sample is empty.' };
  return { ok: true, root };
}

function nodeOf({ name, attributes, children, text }: OpenElement): SampleNode {
  if (children.length === 0 && attributes.length === 0) return { kind: 'leaf', name, text: text.trim(), bare: false };
  if (children.length === 0) {
    const content: SampleNode[] =
      text.trim() === '' ? [] : [{ kind: 'leaf', name: '', text: text.trim(), bare: false }];
    return { kind: 'branch', name, attributes, children: content };
  }
  return { kind: 'branch', name, attributes, children: gathered(children) };
}

/** Elements of the same name that follow each other are a list. */
function gathered(children: readonly SampleNode[]): SampleNode[] {
  const nodes: SampleNode[] = [];
  for (let at = 0; at < children.length;) {
    const first = children[at];
    if (first === undefined) break;
    let end = at + 1;
    while (children[end]?.name === first.name) end++;
    nodes.push(end - at === 1 ? first : { kind: 'list', name: first.name, items: children.slice(at, end) });
    at = end;
  }
  return nodes;
}
