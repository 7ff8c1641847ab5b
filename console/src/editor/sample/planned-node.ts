import type { SampleLeaf } from './sample-tree.ts';

/** The sample as a template: what becomes of each node. */
export type PlannedNode =
  | { readonly kind: 'leaf'; readonly leaf: SampleLeaf; readonly expression: string | undefined }
  | {
      readonly kind: 'branch';
      readonly name: string;
      readonly attributes: readonly { readonly leaf: SampleLeaf; readonly expression: string | undefined }[];
      readonly children: readonly PlannedNode[];
    }
  | {
      readonly kind: 'list';
      readonly name: string;
      readonly loop: string | undefined;
      readonly items: readonly PlannedNode[];
    };
