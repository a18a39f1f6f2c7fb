import type { Dataset } from "../dataset/dataset.ts";
import type { Tree } from "./tree.ts";

/** Raw values row by row: numbers, or level codes; NaN is missing. Columns in the model's order. */
export interface RowMatrix {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** Lays an aligned data set out row by row, which is how trees read it. */
export function rowMatrix(dataset: Dataset): RowMatrix {
  const width = dataset.columns.length;
  const values = new Float64Array(dataset.rows * width);
  dataset.columns.forEach((column, position) => {
    for (let row = 0; row < dataset.rows; row++) {
      values[row * width + position] =
        column.kind === "numeric"
          ? Math.min(Number.MAX_VALUE, column.values[row] as number)
          : missingIfNegative(column.codes[row] as number);
    }
  });
  return { rows: dataset.rows, width, values };
}

function missingIfNegative(code: number): number {
  return code < 0 ? Number.NaN : code;
}

/** Trees laid end to end in typed arrays; `roots` tells where each begins. */
export interface CompiledTrees {
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** Bit 0: missing goes left; bit 1: a set of levels. */
  readonly flags: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
  readonly levels: readonly (ReadonlySet<number> | undefined)[];
}

export function compileTrees(trees: readonly Tree[]): CompiledTrees {
  const total = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const compiled = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(total),
    threshold: new Float64Array(total),
    flags: new Uint8Array(total),
    left: new Int32Array(total),
    right: new Int32Array(total),
    value: new Float64Array(total),
    levels: new Array<ReadonlySet<number> | undefined>(total).fill(undefined),
  };
  let start = 0;
  trees.forEach((tree, number) => {
    compiled.roots[number] = start;
    compiled.feature.set(tree.feature, start);
    compiled.threshold.set(tree.threshold, start);
    compiled.value.set(tree.value, start);
    tree.left.forEach((child, node) => {
      const categories = tree.categories[node] ?? null;
      compiled.left[start + node] = start + child;
      compiled.right[start + node] = start + (tree.right[node] ?? 0);
      compiled.flags[start + node] = (tree.missingLeft[node] ?? 0) | (categories === null ? 0 : 2);
      if (categories !== null) compiled.levels[start + node] = new Set(categories);
    });
    start += tree.feature.length;
  });
  return compiled;
}

/** Adds what tree `number` says of every row to `margins`; with `rows`, of these rows only. */
export function addTree(
  trees: CompiledTrees,
  number: number,
  matrix: RowMatrix,
  margins: Float64Array,
  rows?: ArrayLike<number>,
): void {
  const root = trees.roots[number] as number;
  const count = rows === undefined ? matrix.rows : rows.length;
  for (let at = 0; at < count; at++) {
    const row = rows === undefined ? at : (rows[at] as number);
    const leaf = walk(trees, root, matrix.values, row * matrix.width);
    margins[row] = (margins[row] as number) + (trees.value[leaf] as number);
  }
}

function walk(trees: CompiledTrees, root: number, values: Float64Array, start: number): number {
  const { feature, threshold, flags, left, right } = trees;
  let node = root;
  for (let column = feature[node] as number; column >= 0; column = feature[node] as number) {
    const value = values[start + column] as number;
    const flag = flags[node] as number;
    let isLeft = value <= (threshold[node] as number);
    // NaN differs from itself: a missing value.
    if (flag > 1) isLeft = trees.levels[node]?.has(value) === true;
    else if (flag === 1 && Number.isNaN(value)) isLeft = true;
    node = (isLeft ? left[node] : right[node]) as number;
  }
  return node;
}
