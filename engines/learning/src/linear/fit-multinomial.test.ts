import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { contributions, margins, predict } from "../model/predictor.ts";
import { fitLogistic } from "./fit-logistic.ts";
import { fitMultinomial } from "./fit-multinomial.ts";
import { predictLinear } from "./predict-linear.ts";

/** Draws one of three classes by a known softmax of two numbers and a word. */
function simulate(rows: number, seed: number) {
  const random = seededRandom(seed);
  const first = Array.from({ length: rows }, () => 4 * random() - 2);
  const second = Array.from({ length: rows }, () => (random() < 0.1 ? null : 2 * random() - 1));
  const word = Array.from({ length: rows }, () => (random() < 0.4 ? "东" : "西"));
  const truth = first.map((value, row) => {
    const powers = [0, 0.8 * value + 0.3, (word[row] === "东" ? 1 : -1) + (second[row] ?? 0)].map(
      Math.exp,
    );
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
  const target = Float64Array.from(truth, ([none = 0, one = 0]) => {
    const draw = random();
    return draw < none ? 0 : draw < none + one ? 1 : 2;
  });
  const dataset = createDataset([
    numericColumn("first", first),
    numericColumn("second", second),
    categoricalColumn("word", word),
  ]);
  return { dataset, target, truth };
}

it("fitMultinomial() recovers the probabilities that classes were drawn by", () => {
  const { dataset, target, truth } = simulate(20_000, 1);
  const outputs = predict(fitMultinomial(dataset, target, 3), dataset);
  const worst = truth.reduce(
    (far, row, place) =>
      Math.max(far, ...row.map((p, output) => Math.abs(p - (outputs[output]?.[place] ?? 9)))),
    0,
  );
  expect(worst).toBeLessThan(0.03);
});

it("fitMultinomial() of two classes is the logistic regression with half of the penalty", () => {
  const { dataset, target } = simulate(600, 2);
  const two = target.map((value) => (value > 0 ? 1 : 0));
  // Two coefficients of half the size each: their squares sum to half of the one's.
  const pair = predict(fitMultinomial(dataset, two, 2, { l2: 20 }), dataset)[1];
  const single = predictLinear(fitLogistic(dataset, two, { l2: 10 }), dataset);
  single.forEach((p, row) => {
    expect(pair?.[row]).toBeCloseTo(p, 2);
  });
});

it("fitMultinomial() stays finite where terms separate classes and where a class has no rows", () => {
  const dataset = createDataset([numericColumn("x", [0, 0, 0, 1, 1, 1])]);
  const target = Float64Array.from([0, 0, 0, 2, 2, 2]);
  const model = fitMultinomial(dataset, target, 4);
  const outputs = predict(model, dataset);
  for (let row = 0; row < 6; row++) {
    const own = outputs.map((output) => output[row] ?? Number.NaN);
    expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(own.indexOf(Math.max(...own))).toBe(target[row]);
    expect((own[1] ?? 1) + (own[3] ?? 1)).toBeLessThan(0.02);
  }
});

it("contributions() of a class sum with the base to its margin", () => {
  const { dataset, target } = simulate(300, 3);
  const model = fitMultinomial(dataset, target, 3);
  const outputs = margins(model, dataset);
  [0, 1, 2].forEach((output) => {
    const { base, values } = contributions(model, dataset, output);
    const sum = (values[0] ?? 0) + (values[1] ?? 0) + (values[2] ?? 0);
    expect(base + sum).toBeCloseTo(outputs[output]?.[0] ?? Number.NaN, 9);
  });
});
