import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { populationStability } from "./population-stability.ts";

function normalColumn(seed: number, mean: number) {
  const random = seededRandom(seed);
  const draw = () => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, -6);
  return numericColumn(
    "x",
    Array.from({ length: 5_000 }, () => mean + draw()),
  );
}

it("populationStability() is near 0 for one population, and mean² for a shifted normal one", () => {
  expect(populationStability(normalColumn(1, 0), normalColumn(2, 0))).toBeLessThan(0.01);
  const moved = populationStability(normalColumn(1, 0), normalColumn(2, 0.5));
  // The symmetric divergence of two normals is the squared shift; binning loses a little.
  expect(moved).toBeGreaterThan(0.2);
  expect(moved).toBeLessThan(0.27);
});

it("populationStability() sees levels that change their share or appear", () => {
  const base = categoricalColumn(
    "x",
    Array.from({ length: 100 }, (_, row) => "ab"[row % 2]),
  );
  const later = { ...base, codes: new Int32Array(100).fill(-1) };
  if (later.kind !== "categorical") throw new TypeError("categorical column expected");
  expect(populationStability(base, later)).toBeGreaterThan(1);
});
