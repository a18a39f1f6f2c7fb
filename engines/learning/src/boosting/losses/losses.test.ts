import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { createLoss } from "./create-loss.ts";
import type { LossName } from "./loss.ts";
import { softmaxSlope } from "./softmax.ts";

const cases: readonly { name: LossName; targets: readonly number[] }[] = [
  { name: { kind: "log-loss" }, targets: [0, 1, 1] },
  { name: { kind: "squared" }, targets: [-2, 0.3, 5] },
  { name: { kind: "quantile", quantile: 0.8 }, targets: [-2, 0.3, 5] },
  { name: { kind: "softmax", classes: 3 }, targets: [0, 2, 1] },
];

it.each(cases)(
  "createLoss() $name.kind has the numeric derivative of its value as gradient",
  ({ name, targets }) => {
    const loss = createLoss(name);
    const random = seededRandom(2);
    const rows = targets.length;
    const make = () => Array.from({ length: loss.outputs }, () => new Float64Array(rows));
    const margins = make().map((output) => output.map(() => random() * 4 - 2));
    const target = Float64Array.from(targets);
    const weights = Float64Array.from([1, 2, 0.5]);
    const [gradients, curvatures] = [make(), make()];
    loss.derive(margins, target, weights, gradients, curvatures);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    margins.forEach((margin, output) => {
      margin.forEach((at, row) => {
        const shifted = (by: number) => {
          margin[row] = at + by;
          const value = loss.value(margins, target, weights) * total;
          margin[row] = at;
          return value;
        };
        const slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
        expect(gradients[output]?.[row]).toBeCloseTo(slope, 5);
        expect(curvatures[output]?.[row]).toBeGreaterThan(0);
        if (name.kind !== "quantile") {
          const bend = (shifted(1e-3) - 2 * shifted(0) + shifted(-1e-3)) / 1e-6;
          const widening = name.kind === "softmax" ? 1.5 : 1;
          expect(curvatures[output]?.[row]).toBeCloseTo(widening * bend, 4);
        }
      });
    });
  },
);

it.each(cases)("createLoss() $name.kind starts at the best constant", ({ name, targets }) => {
  const loss = createLoss(name);
  const target = Float64Array.from(targets);
  const weights = Float64Array.from([1, 2, 0.5]);
  const start = loss.start(target, weights);
  const at = (by: number) =>
    loss.value(
      start.map((margin, output) => new Float64Array(3).fill(margin + (output === 0 ? by : 0))),
      target,
      weights,
    );
  expect(at(0)).toBeLessThanOrEqual(at(0.01) + 1e-12);
  expect(at(0)).toBeLessThanOrEqual(at(-0.01) + 1e-12);
});

it("softmaxSlope() gives the loss and, in the margins' places, the gradients that the loss derives", () => {
  const loss = createLoss({ kind: "softmax", classes: 3 });
  const margins = [
    [0.5, -800, 2],
    [-1, 3, 0],
    [0, 2.5, 700],
  ].map((row) => Float64Array.from(row));
  const target = Float64Array.from([0, 1, 2]);
  const ones = new Float64Array(3).fill(1);
  const blank = () => margins.map(() => new Float64Array(3));
  const gradients = blank();
  loss.derive(margins, target, ones, gradients, blank());
  const value = 3 * loss.value(margins, target, ones);
  expect(softmaxSlope(margins, target)).toBeCloseTo(value, 12);
  margins.forEach((own, output) => {
    own.forEach((slope, row) => {
      expect(slope).toBeCloseTo(gradients[output]?.[row] ?? Number.NaN, 12);
    });
  });
});
