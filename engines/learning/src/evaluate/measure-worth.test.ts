import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { stratifiedFolds } from "../folds/folds.ts";
import { sigmoid } from "../linear/sigmoid.ts";
import { measureWorth } from "./measure-worth.ts";

function simulate(seed: number, strength: number, rows: number) {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 6 }, () =>
    Array.from({ length: rows }, () => Math.floor(3 * random())),
  );
  const target = Float64Array.from({ length: rows }, (_, row) =>
    random() < sigmoid(strength * ((columns[0]?.[row] ?? 0) - 1)) ? 1 : 0,
  );
  const dataset = createDataset(
    columns.map((values, place) => numericColumn(`x${place}`, values)),
    rows,
  );
  const groups = new Map(columns.map((_, place) => [`type ${place}`, [`x${place}`]]));
  const folds = stratifiedFolds(target, 3, random);
  return measureWorth(dataset, target, groups, { folds });
}

it("measureWorth() finds the one type that says something, with its interval above zero", () => {
  const [first, ...rest] = simulate(1, 1, 1_000);
  expect(first?.q).toBeLessThan(0.001);
  expect(first?.low).toBeGreaterThan(0);
  expect(rest.filter(({ q }) => q <= 0.1)).toEqual([]);
});

it("measureWorth() keeps false discoveries in check where nothing says anything", () => {
  const found = Array.from({ length: 4 }, (_, seed) => simulate(seed + 2, 0, 400)).map(
    (worths) => worths.filter(({ q }) => q <= 0.1).length,
  );
  expect(found.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
});
