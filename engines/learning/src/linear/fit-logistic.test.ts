import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { fitLogistic } from "./fit-logistic.ts";
import { fitRidge } from "./fit-ridge.ts";
import {
  linearContributions,
  linearErrors,
  linearMargins,
  predictLinear,
} from "./predict-linear.ts";
import { sigmoid } from "./sigmoid.ts";

function simulate(rows: number, seed: number) {
  const random = seededRandom(seed);
  const age = Array.from({ length: rows }, () => (random() < 0.1 ? null : random() * 10));
  const region = Array.from({ length: rows }, () => (random() < 0.3 ? "north" : "south"));
  const truth = age.map((years, row) =>
    sigmoid((years === null ? 1 : 0.4 * years - 2) + (region[row] === "north" ? 1 : 0)),
  );
  const target = Float64Array.from(truth, (probability) => (random() < probability ? 1 : 0));
  const dataset = createDataset([numericColumn("age", age), categoricalColumn("region", region)]);
  return { dataset, target, truth };
}

it("fitLogistic() gives the log odds of a two-way table when the penalty vanishes", () => {
  const column = categoricalColumn("side", [
    ...Array.from({ length: 40 }, () => "left"),
    ...Array.from({ length: 60 }, () => "right"),
  ]);
  const target = Float64Array.from({ length: 100 }, (_, row) =>
    row < 10 || (row >= 40 && row < 85) ? 1 : 0,
  );
  const dataset = createDataset([column]);
  const probabilities = predictLinear(fitLogistic(dataset, target, { l2: 1e-6 }), dataset);
  expect(probabilities[0]).toBeCloseTo(0.25, 5);
  expect(probabilities[99]).toBeCloseTo(0.75, 5);
});

it("fitLogistic() does not extrapolate a narrow column to certainty", () => {
  const random = seededRandom(5);
  // Days until a deal should close, nearly the same in all of the past, and far from it in what is scored.
  const days = Array.from({ length: 400 }, () => 90 + random());
  const target = Float64Array.from(days, (value) => (random() < 0.4 + 0.2 * (value - 90) ? 1 : 0));
  const model = fitLogistic(createDataset([numericColumn("days", days)]), target);
  const scored = createDataset([numericColumn("days", [50, 90, 91, 200])]);
  const [far, low, high, beyond] = predictLinear(model, scored);
  expect(far).toBeGreaterThan((low ?? 0) - 0.1);
  expect(beyond).toBeLessThan((high ?? 1) + 0.1);
});

it("fitLogistic() recovers the truth behind numeric, categorical and missing values", () => {
  const { dataset, target, truth } = simulate(20_000, 3);
  const probabilities = predictLinear(fitLogistic(dataset, target), dataset);
  const worst = truth.reduce(
    (far, p, row) => Math.max(far, Math.abs(p - (probabilities[row] ?? 0))),
    0,
  );
  expect(worst).toBeLessThan(0.03);
});

it("fitLogistic() stays finite where a term separates the classes, and with one class", () => {
  const dataset = createDataset([numericColumn("x", [0, 0, 0, 1, 1, 1])]);
  const separated = predictLinear(
    fitLogistic(dataset, Float64Array.from([0, 0, 0, 1, 1, 1])),
    dataset,
  );
  expect(separated.every((p) => p > 0 && p < 1)).toBe(true);
  const single = predictLinear(fitLogistic(dataset, new Float64Array(6)), dataset);
  expect(single.every((p) => p >= 0 && p < 0.01)).toBe(true);
});

it("linearErrors() cover the truth as often as they say", () => {
  let covered = 0;
  for (let seed = 0; seed < 200; seed++) {
    const { dataset, target, truth } = simulate(400, seed);
    const model = fitLogistic(dataset, target, { l2: 0.01 });
    const margin = linearMargins(model, dataset)[7] ?? 0;
    const reach = 1.96 * (linearErrors(model, dataset)[7] ?? 0);
    const p = truth[7] ?? 0;
    if (sigmoid(margin - reach) <= p && p <= sigmoid(margin + reach)) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(182);
  expect(covered).toBeLessThan(200);
});

it("linearContributions() sum with the base to the margin, and vanish on average", () => {
  const { dataset, target } = simulate(500, 5);
  const model = fitLogistic(dataset, target);
  const margins = linearMargins(model, dataset);
  const { base, values } = linearContributions(model, dataset);
  const sums = new Float64Array(2);
  margins.forEach((margin, row) => {
    const [age, region] = [values[row * 2] ?? 0, values[row * 2 + 1] ?? 0];
    expect(base + age + region).toBeCloseTo(margin, 9);
    sums[0] = (sums[0] ?? 0) + age;
    sums[1] = (sums[1] ?? 0) + region;
  });
  expect(sums[0]).toBeCloseTo(0, 6);
  expect(sums[1]).toBeCloseTo(0, 6);
});

it("predictLinear() takes unseen levels and absent columns as missing", () => {
  const { dataset, target } = simulate(500, 6);
  const model = fitLogistic(dataset, target);
  const strange = createDataset([categoricalColumn("region", ["mars"])]);
  const [probability] = predictLinear(model, strange);
  expect(probability).toBeGreaterThan(0);
  expect(probability).toBeLessThan(1);
});

it("fitRidge() recovers a line and the size of its noise", () => {
  const random = seededRandom(9);
  const inputs = Array.from({ length: 5_000 }, () => random() * 4);
  const target = Float64Array.from(inputs, (x) => 3 + 2 * x + (random() - 0.5) * Math.sqrt(12));
  const dataset = createDataset([numericColumn("x", inputs)]);
  const model = fitRidge(dataset, target);
  const [at0, at1] = predictLinear(model, createDataset([numericColumn("x", [0, 1])]));
  expect(at0).toBeCloseTo(3, 0);
  expect((at1 ?? 0) - (at0 ?? 0)).toBeCloseTo(2, 1);
  expect(model.residualDeviation).toBeCloseTo(1, 1);
});
