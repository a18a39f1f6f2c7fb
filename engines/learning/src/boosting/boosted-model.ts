import type { ColumnShape } from "../dataset/align-dataset.ts";
import type { LossName } from "./losses/loss.ts";
import type { Tree } from "./tree.ts";

/** A boosted ensemble; plain JSON. Tree t belongs to output t mod start.length. */
export interface BoostedModel {
  readonly kind: "boosting";
  readonly loss: LossName;
  readonly columns: readonly ColumnShape[];
  /** The margin of each output before the first tree. */
  readonly start: readonly number[];
  readonly trees: readonly Tree[];
}
