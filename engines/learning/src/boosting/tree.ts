/**
 * One regression tree as parallel arrays by node; node 0 is the root; plain JSON.
 * A numeric node sends values ≤ threshold to the left, a categorical node the level codes in `categories`.
 * A missing value goes left where `missingLeft` is 1; an unseen level counts as missing.
 */
export interface Tree {
  /** Column number; −1 at a leaf. */
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly categories: readonly (readonly number[] | null)[];
  readonly missingLeft: readonly (0 | 1)[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** What a leaf adds to the margin (shrunk already); 0 elsewhere. */
  readonly value: readonly number[];
  /** Training rows that passed through the node. */
  readonly cover: readonly number[];
  /** How much the node's split lowered the training loss, to second order; 0 at a leaf. */
  readonly gain: readonly number[];
}
