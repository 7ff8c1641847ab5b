/**
 * What a document from outside may hold at most. The numbers are far above every real invoice (a pack of 100 Pohoda invoices has 20,000
 * nodes, depth 9) and low enough that the worst document within them is read in well under a second.
 */
export interface ReadLimits {
  /** UTF-16 units of the text. */
  readonly length: number;
  /** Elements, lists and objects inside one another. */
  readonly depth: number;
  /** Elements, attributes and texts of an XML document; values of a JSON document; fields of a table or form. */
  readonly nodes: number;
  /** Attributes of one XML element. */
  readonly attributes: number;
}

export const xmlReadLimits: ReadLimits = { length: 10_000_000, depth: 64, nodes: 200_000, attributes: 200 };
export const jsonReadLimits: ReadLimits = { length: 10_000_000, depth: 64, nodes: 1_000_000, attributes: 0 };
export const tableReadLimits: ReadLimits = { length: 10_000_000, depth: 1, nodes: 1_000_000, attributes: 0 };
