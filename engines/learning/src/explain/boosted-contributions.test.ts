import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { boostedMargins } from "../boosting/predict-boosting.ts";
import { trainBoosting } from "../boosting/train-boosting.ts";
import type { Tree } from "../boosting/tree.ts";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { boostedContributions } from "./boosted-contributions.ts";

function simulate(rows: number, seed: number) {
  const random = seededRandom(seed);
  const number = () =>
    Array.from({ length: rows }, () => (random() < 0.1 ? null : Math.round(random() * 20)));
  const columns = { a: number(), b: number(), c: number(), d: number() };
  const kind = Array.from({ length: rows }, () => "abcdefg"[Math.floor(random() * 7)] ?? "a");
  const target = Float64Array.from(kind, (level, row) =>
    random() * 20 < (columns.a[row] ?? 3) * (level < "d" ? 1 : 0.3) + ((columns.b[row] ?? 0) % 5)
      ? 1
      : 0,
  );
  const dataset = createDataset([
    ...Object.entries(columns).map(([name, values]) => numericColumn(name, values)),
    categoricalColumn("kind", kind),
  ]);
  return { dataset, target };
}

function isLeft(tree: Tree, node: number, cells: readonly number[]): boolean {
  const value = cells[tree.feature[node] ?? 0] ?? Number.NaN;
  const categories = tree.categories[node] ?? null;
  if (categories !== null) return categories.includes(value);
  if (Number.isNaN(value)) return tree.missingLeft[node] === 1;
  return value <= (tree.threshold[node] ?? 0);
}

/** The prediction when only the columns marked in `known` are known: others are averaged by the rows on either side. */
function predictionOf(tree: Tree, cells: readonly number[], known: number, node = 0): number {
  const feature = tree.feature[node] ?? -1;
  if (feature < 0) return tree.value[node] ?? 0;
  const [left, right] = [tree.left[node] ?? 0, tree.right[node] ?? 0];
  if ((known >> feature) & 1) {
    return predictionOf(tree, cells, known, isLeft(tree, node, cells) ? left : right);
  }
  const [leftRows, rightRows] = [tree.cover[left] ?? 0, tree.cover[right] ?? 0];
  const sum =
    leftRows * predictionOf(tree, cells, known, left) +
    rightRows * predictionOf(tree, cells, known, right);
  return sum / (leftRows + rightRows);
}

/** Shapley's definition over every subset of columns. */
function bruteForce(tree: Tree, cells: readonly number[]): number[] {
  const width = cells.length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return cells.map((_, feature) => {
    let total = 0;
    for (let known = 0; known < 1 << width; known++) {
      if ((known >> feature) & 1) continue;
      const size = known.toString(2).replaceAll("0", "").length;
      const weight = (factorial(size) * factorial(width - size - 1)) / factorial(width);
      total +=
        weight *
        (predictionOf(tree, cells, known | (1 << feature)) - predictionOf(tree, cells, known));
    }
    return total;
  });
}

it("boostedContributions() equal brute-force Shapley values, repeated columns, gaps and levels included", () => {
  const { dataset, target } = simulate(600, 1);
  const model = trainBoosting(dataset, target, {
    loss: { kind: "log-loss" },
    random: seededRandom(1),
    rounds: 6,
    leaves: 12,
    minRowsInLeaf: 5,
  });
  const rows = 40;
  const few = createDataset(
    dataset.columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: column.values.slice(0, rows) }
        : { ...column, codes: column.codes.slice(0, rows) },
    ),
  );
  const { values } = boostedContributions(model, few);
  for (let row = 0; row < rows; row++) {
    const cells = few.columns.map((column) => {
      if (column.kind === "numeric") return column.values[row] ?? Number.NaN;
      return (column.codes[row] ?? -1) < 0 ? Number.NaN : (column.codes[row] ?? 0);
    });
    const expected = new Array<number>(cells.length).fill(0);
    for (const tree of model.trees) {
      bruteForce(tree, cells).forEach((value, column) => {
        expected[column] = (expected[column] ?? 0) + value;
      });
    }
    expected.forEach((value, column) => {
      expect(values[row * cells.length + column]).toBeCloseTo(value, 9);
    });
  }
});

it("boostedContributions() sum with the base to the margin on large trees", () => {
  const { dataset, target } = simulate(2_000, 2);
  const model = trainBoosting(dataset, target, {
    loss: { kind: "log-loss" },
    random: seededRandom(1),
    rounds: 20,
  });
  const few = simulate(100, 3).dataset;
  const { base, values } = boostedContributions(model, few);
  const [margins = new Float64Array(0)] = boostedMargins(model, few);
  for (let row = 0; row < few.rows; row++) {
    const sum = values.subarray(row * 5, row * 5 + 5).reduce((total, value) => total + value, base);
    expect(sum).toBeCloseTo(margins[row] ?? 0, 8);
  }
});
