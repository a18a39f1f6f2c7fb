import { createDataset, type Dataset } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";

export interface BenchData {
  readonly train: { readonly dataset: Dataset; readonly target: Float64Array };
  readonly test: { readonly dataset: Dataset; readonly target: Float64Array };
}

/**
 * A binary outcome behind numeric columns: steps, a product (off centre: a pure one has no first split to find, so that luck
 * would decide between learners), a wave, and columns that say nothing; every fifth column has
 * a tenth of its values missing.
 */
export function makeData(rows: number, columns: number, seed: number, classes = 2): BenchData {
  const test = Math.max(20_000, rows / 4);
  return {
    train: draw(rows, columns, classes, seededRandom(2 * seed)),
    test: draw(test, columns, classes, seededRandom(2 * seed + 1)),
  };
}

function draw(rows: number, columns: number, classes: number, random: Random) {
  const values = Array.from({ length: columns }, () =>
    Float64Array.from({ length: rows }, () => normal(random)),
  );
  const at = (column: number, row: number) => values[column]?.[row] ?? 0;
  const target = Float64Array.from({ length: rows }, (_, row) => {
    if (classes > 2) return drawClass(classes, (column) => at(column, row), random);
    const margin =
      0.6 * (at(0, row) + 0.6) * (at(1, row) + 0.6) +
      (at(2, row) > 0.5 ? 0.9 : -0.3) +
      0.7 * Math.sin(2 * at(3, row)) +
      0.5 * at(4, row) +
      0.4 * Math.abs(at(5, row)) * (at(6, row) > 0 ? 1 : -1) +
      [7, 8, 9, 10, 11, 12].reduce((sum, column) => sum + 0.12 * at(column, row), 0) -
      0.4;
    return random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
  });
  values.forEach((column, position) => {
    if (position % 5 !== 4) return;
    for (let row = 0; row < rows; row++) if (random() < 0.1) column[row] = Number.NaN;
  });
  const dataset = createDataset(
    values.map((column, position) => ({ kind: "numeric", name: `x${position}`, values: column })),
  );
  return { dataset, target };
}

/** Every class has a column that speaks for it, one that speaks against it and a wave; the greatest utility wins (a logit). */
function drawClass(classes: number, at: (column: number) => number, random: Random): number {
  let [best, chosen] = [Number.NEGATIVE_INFINITY, 0];
  for (let number = 0; number < classes; number++) {
    const [first, second, third] = [0, 3, 7].map((step) => at((number + step) % 13));
    const utility =
      0.9 * (first ?? 0) - 0.6 * Math.abs(second ?? 0) + 0.7 * Math.sin(2 * (third ?? 0));
    const noisy = utility - Math.log(-Math.log(1 - random() * (1 - 1e-12) - 1e-13));
    if (noisy > best) [best, chosen] = [noisy, number];
  }
  return chosen;
}

/** Box–Muller; the second number is not kept. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
