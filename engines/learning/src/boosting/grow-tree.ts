import type { BinnedMatrix } from "./binned-matrix.ts";
import { findCategoricalSplit } from "./find-categorical-split.ts";
import { findNumericSplit } from "./find-numeric-split.ts";
import {
  createHistogram,
  fillHistogram,
  type Histogram,
  subtractHistogram,
  type UsedWords,
  usedWords,
} from "./histogram.ts";
import { emptySplit, leafValue, type Split, type SplitRules } from "./split.ts";
import { TreeBuilder } from "./tree-builder.ts";

export interface GrowOptions extends SplitRules {
  readonly leaves: number;
  readonly maxDepth: number;
  /** By column; absent is 0. */
  readonly monotone: Int8Array;
}

/** A stretch of a row order. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** One leaf while the tree grows: rows `start` to `end` of the grower's row order. */
export interface Leaf extends Stretch {
  readonly node: number;
  /** Of the rows that only ride along. */
  readonly riders: Stretch;
  readonly depth: number;
  readonly gradient: number;
  readonly curvature: number;
  readonly rows: number;
  readonly low: number;
  readonly high: number;
  readonly value: number;
  histogram: Histogram | undefined;
  split: Split | undefined;
}

/** A grown tree with its leaves' rows, so that training can update margins without walking it. */
export interface GrownTree {
  readonly builder: TreeBuilder;
  readonly leaves: readonly Leaf[];
  readonly rows: Int32Array;
  readonly riders: Int32Array;
}

/**
 * Grows trees leaf by leaf, the leaf that saves most loss first, from histograms; of two children only the smaller is
 * counted, the other is the parent less it. Holds the buffers, which all trees of a training share.
 * Sources: Ke et al., "LightGBM", NeurIPS 2017; Chen & Guestrin, "XGBoost", KDD 2016 (second-order gain, default direction).
 */
export class TreeGrower {
  readonly #matrix: BinnedMatrix;
  readonly #options: GrowOptions;
  readonly #ordered: { gradients: Float64Array; curvatures: Float64Array };
  readonly #spare: Int32Array;
  readonly #pool: Histogram[] = [];
  readonly #goesLeft = new Uint8Array(256);

  constructor(matrix: BinnedMatrix, options: GrowOptions) {
    this.#matrix = matrix;
    this.#options = options;
    this.#ordered = {
      gradients: new Float64Array(matrix.rows),
      curvatures: new Float64Array(matrix.rows),
    };
    this.#spare = new Int32Array(matrix.rows);
  }

  /**
   * Grows one tree on `rows`, using the columns marked in `usedColumns`. `riders` are rows that it learns nothing from but
   * leads to their leaves, which costs less than walking the tree for each of them. Both are reordered.
   */
  grow(
    rows: Int32Array,
    riders: Int32Array,
    gradients: Float64Array,
    curvatures: Float64Array,
    usedColumns: Uint8Array,
  ): GrownTree {
    const work: Work = {
      rows,
      riders,
      gradients,
      curvatures,
      usedColumns,
      usedWords: usedWords(this.#matrix, usedColumns),
    };
    const builder = new TreeBuilder();
    const leaves = [this.#root(work, builder)];
    this.#search(work, leaves[0] as Leaf);
    while (leaves.length < this.#options.leaves) {
      const place = bestLeaf(leaves, this.#options.minGain);
      const leaf = leaves[place];
      if (leaf === undefined) break;
      const isLast = leaves.length + 1 === this.#options.leaves;
      const [left, right] = this.#divide(work, builder, leaf, isLast);
      leaves[place] = left;
      leaves.push(right);
    }
    for (const leaf of leaves) {
      builder.setValue(leaf.node, leaf.value);
      this.#release(leaf);
    }
    return { builder, leaves, rows, riders };
  }

  #root(work: Work, builder: TreeBuilder): Leaf {
    let [gradient, curvature] = [0, 0];
    for (const row of work.rows) {
      gradient += work.gradients[row] as number;
      curvature += work.curvatures[row] as number;
    }
    const { l1, l2 } = this.#options;
    const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const leaf: Leaf = {
      node: builder.addNode(work.rows.length),
      start: 0,
      end: work.rows.length,
      riders: { start: 0, end: work.riders.length },
      depth: 0,
      gradient,
      curvature,
      rows: work.rows.length,
      low,
      high,
      value: leafValue(gradient, curvature, l1, l2, low, high),
      histogram: undefined,
      split: undefined,
    };
    leaf.histogram = this.#count(work, leaf);
    return leaf;
  }

  #divide(work: Work, builder: TreeBuilder, leaf: Leaf, isLast: boolean): [Leaf, Leaf] {
    const split = leaf.split ?? emptySplit();
    this.#markLeft(split);
    const middle = this.#partition(work.rows, leaf, split.feature);
    const ridersMiddle = this.#partition(work.riders, leaf.riders, split.feature);
    const bins = this.#matrix.columns[split.feature];
    if (bins === undefined) throw new RangeError("A leaf without a split was divided");
    const [leftNode, rightNode] = builder.split(leaf.node, split, bins, [
      middle - leaf.start,
      leaf.end - middle,
    ]);
    const [left, right] = childLeaves(leaf, split, [middle, ridersMiddle], this.#options);
    const children: [Leaf, Leaf] = [
      { ...left, node: leftNode },
      { ...right, node: rightNode },
    ];
    if (isLast || !children.some((child) => this.#isWorthSearching(child))) {
      this.#release(leaf);
      return children;
    }
    const [first, second] = children;
    const [smaller, larger] = first.rows <= second.rows ? [first, second] : [second, first];
    smaller.histogram = this.#count(work, smaller);
    larger.histogram = leaf.histogram;
    leaf.histogram = undefined;
    if (larger.histogram !== undefined) {
      subtractHistogram(larger.histogram, smaller.histogram, work.usedWords);
    }
    for (const child of children) this.#search(work, child);
    return children;
  }

  #isWorthSearching(leaf: Leaf): boolean {
    return leaf.depth < this.#options.maxDepth && leaf.rows >= 2 * this.#options.minRows;
  }

  #count(work: Work, leaf: Leaf): Histogram {
    const histogram = this.#pool.pop() ?? createHistogram(this.#matrix);
    const { gradients, curvatures } = this.#ordered;
    const rows = work.rows.subarray(leaf.start, leaf.end);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number;
      gradients[at] = work.gradients[row] as number;
      curvatures[at] = work.curvatures[row] as number;
    }
    const sums = { rows, gradients, curvatures, count: rows.length };
    fillHistogram(histogram, this.#matrix, sums, work.usedWords);
    return histogram;
  }

  #release(leaf: Leaf): void {
    if (leaf.histogram !== undefined) this.#pool.push(leaf.histogram);
    leaf.histogram = undefined;
  }

  #search(work: Work, leaf: Leaf): void {
    const { histogram } = leaf;
    if (histogram === undefined) return;
    if (!this.#isWorthSearching(leaf)) {
      this.#release(leaf);
      return;
    }
    const split = emptySplit();
    this.#matrix.columns.forEach((bins, feature) => {
      if (work.usedColumns[feature] === 0) return;
      const offset = this.#matrix.offsets[feature] as number;
      if (bins.kind === "categorical") {
        const scan = { feature, offset, count: bins.count };
        findCategoricalSplit(histogram, scan, leaf, this.#options, split);
      } else {
        const monotone = Math.sign(this.#options.monotone[feature] ?? 0) as -1 | 0 | 1;
        const scan = { feature, offset, count: bins.missingBin, monotone };
        findNumericSplit(histogram, scan, leaf, this.#options, split);
      }
    });
    leaf.split = split.feature >= 0 ? split : undefined;
    if (leaf.split === undefined) this.#release(leaf);
  }

  /** Puts the leaf's left rows before its right rows, each side in its old order; returns where the right begins. */
  #partition(rows: Int32Array, { start, end }: Stretch, feature: number): number {
    const word = this.#matrix.words[feature >> 2] ?? new Uint32Array(0);
    const shift = 8 * (feature & 3);
    const goesLeft = this.#goesLeft;
    const spare = this.#spare;
    let [left, right] = [start, 0];
    for (let at = start; at < end; at++) {
      const row = rows[at] as number;
      const isLeft = goesLeft[((word[row] as number) >>> shift) & 255] as number;
      rows[left] = row;
      spare[right] = row;
      left += isLeft;
      right += 1 - isLeft;
    }
    rows.set(spare.subarray(0, right), left);
    return left;
  }

  #markLeft(split: Split): void {
    const bins = this.#matrix.columns[split.feature];
    this.#goesLeft.fill(0);
    if (bins?.kind === "numeric") {
      this.#goesLeft.fill(1, 0, Math.min(split.bin + 1, bins.missingBin));
      if (split.missingLeft) this.#goesLeft[bins.missingBin] = 1;
    }
    for (const bin of split.categories ?? []) this.#goesLeft[bin] = 1;
  }
}

interface Work {
  readonly rows: Int32Array;
  readonly riders: Int32Array;
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
  readonly usedColumns: Uint8Array;
  readonly usedWords: UsedWords;
}

function bestLeaf(leaves: readonly Leaf[], minGain: number): number {
  let [best, gain] = [-1, minGain];
  leaves.forEach((leaf, place) => {
    if (leaf.split !== undefined && leaf.split.gain > gain) {
      best = place;
      gain = leaf.split.gain;
    }
  });
  return best;
}

/** The two sides of a split leaf; under a monotone column both are bounded by the middle of their values. */
function childLeaves(
  leaf: Leaf,
  split: Split,
  [middle, ridersMiddle]: readonly [number, number],
  options: GrowOptions,
): [Leaf, Leaf] {
  const monotone = options.monotone[split.feature] ?? 0;
  const centre = (split.leftValue + split.rightValue) / 2;
  const shared = { node: -1, depth: leaf.depth + 1, histogram: undefined, split: undefined };
  const left: Leaf = {
    ...shared,
    start: leaf.start,
    end: middle,
    riders: { start: leaf.riders.start, end: ridersMiddle },
    rows: middle - leaf.start,
    gradient: split.leftGradient,
    curvature: split.leftCurvature,
    value: split.leftValue,
    low: monotone < 0 ? Math.max(leaf.low, centre) : leaf.low,
    high: monotone > 0 ? Math.min(leaf.high, centre) : leaf.high,
  };
  const right: Leaf = {
    ...shared,
    start: middle,
    end: leaf.end,
    riders: { start: ridersMiddle, end: leaf.riders.end },
    rows: leaf.end - middle,
    gradient: leaf.gradient - split.leftGradient,
    curvature: leaf.curvature - split.leftCurvature,
    value: split.rightValue,
    low: monotone > 0 ? Math.max(leaf.low, centre) : leaf.low,
    high: monotone < 0 ? Math.min(leaf.high, centre) : leaf.high,
  };
  return [left, right];
}
