import type { BoostedModel } from "../boosting/boosted-model.ts";
import { rowMatrix } from "../boosting/compiled-trees.ts";
import type { Tree } from "../boosting/tree.ts";
import { alignDataset } from "../dataset/align-dataset.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { treeShap } from "./tree-shap.ts";

/** What every column adds to a margin: rows × columns, row-major; base + Σ of a row is its margin. */
export interface Contributions {
  readonly base: number;
  readonly values: Float64Array;
}

/** Exact TreeSHAP of one output's margin (default the first) for every row, columns in the model's order. */
export function boostedContributions(
  model: BoostedModel,
  dataset: Dataset,
  output = 0,
): Contributions {
  const matrix = rowMatrix(alignDataset(dataset, model.columns));
  const trees = model.trees.filter((_, number) => number % model.start.length === output);
  const values = new Float64Array(matrix.rows * matrix.width);
  let base = model.start[output] ?? 0;
  trees.forEach((tree) => {
    const levels = tree.categories.map((codes) => (codes === null ? undefined : new Set(codes)));
    let mean = tree.value[0] ?? 0;
    for (let row = 0; row < matrix.rows; row++) {
      const start = row * matrix.width;
      const cells = matrix.values.subarray(start, start + matrix.width);
      const into = values.subarray(start, start + matrix.width);
      mean = treeShap(tree, (node) => goesLeft(tree, levels, node, cells), into);
    }
    base += mean;
  });
  return { base, values };
}

function goesLeft(
  tree: Tree,
  levels: readonly (ReadonlySet<number> | undefined)[],
  node: number,
  cells: Float64Array,
): boolean {
  const value = cells[tree.feature[node] as number] as number;
  const set = levels[node];
  if (set !== undefined) return set.has(value);
  if (Number.isNaN(value)) return tree.missingLeft[node] === 1;
  return value <= (tree.threshold[node] as number);
}
