/** A counterparty's sample as a tree, JSON and XML alike. Names of XML keep their prefixes. */
export type SampleNode = SampleLeaf | SampleBranch | SampleList;

export interface SampleLeaf {
  readonly kind: 'leaf';
  readonly name: string;
  /** As written, without quotes and references. */
  readonly text: string;
  /** A JSON number, true, false or null; everything in XML is text. */
  readonly bare: boolean;
}

export interface SampleBranch {
  readonly kind: 'branch';
  readonly name: string;
  /** XML only. */
  readonly attributes: readonly SampleLeaf[];
  readonly children: readonly SampleNode[];
}

/** Elements of the same name one behind the other, or a JSON array. */
export interface SampleList {
  readonly kind: 'list';
  readonly name: string;
  readonly items: readonly SampleNode[];
}

/** Every leaf with the names around it, outermost first. */
export function leavesOf(
  node: SampleNode,
  around: readonly string[] = [],
): { leaf: SampleLeaf; around: readonly string[] }[] {
  const inner = [...around, node.name];
  switch (node.kind) {
    case 'leaf':
      return [{ leaf: node, around }];
    case 'branch':
      return [
        ...node.attributes.map((leaf) => ({ leaf, around: inner })),
        ...node.children.flatMap((child) => leavesOf(child, inner)),
      ];
    case 'list':
      return node.items.flatMap((item) => leavesOf(item, around));
  }
}
