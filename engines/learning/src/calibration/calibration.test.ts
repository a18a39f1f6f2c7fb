import { seededRandom } from "@causeway/kernel";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sigmoid } from "../linear/sigmoid.ts";
import { areaUnderRoc } from "../metrics/area-under-roc.ts";
import { expectedCalibrationError } from "../metrics/binary-metrics.ts";
import { calibrate } from "./calibration.ts";
import { fitIsotonic } from "./fit-isotonic.ts";
import { fitPlatt } from "./fit-platt.ts";

function overconfident(seed: number) {
  const random = seededRandom(seed);
  const margins = Float64Array.from({ length: 20_000 }, () => random() * 4 - 2);
  const target = margins.map((margin) => (random() < sigmoid(0.5 * margin - 0.7) ? 1 : 0));
  return { probabilities: margins.map((margin) => sigmoid(2 * margin)), target };
}

it("fitPlatt() undoes a known distortion of the log odds", () => {
  const { probabilities, target } = overconfident(1);
  const platt = fitPlatt(probabilities, target);
  expect(platt.slope).toBeCloseTo(0.25, 1);
  expect(platt.intercept).toBeCloseTo(-0.7, 1);
});

it("calibrate() brings the calibration error down and keeps the order, by Platt and by isotonic", () => {
  const { probabilities, target } = overconfident(2);
  const fresh = overconfident(3);
  expect(expectedCalibrationError(fresh.probabilities, fresh.target)).toBeGreaterThan(0.15);
  for (const fit of [fitPlatt, fitIsotonic]) {
    const calibrated = calibrate(fit(probabilities, target), fresh.probabilities);
    expect(expectedCalibrationError(calibrated, fresh.target)).toBeLessThan(0.02);
    const before = areaUnderRoc(fresh.probabilities, fresh.target);
    expect(areaUnderRoc(calibrated, fresh.target)).toBeCloseTo(before, 2);
  }
});

it("fitIsotonic() pools the textbook violators", () => {
  const curve = fitIsotonic(
    Float64Array.from([0.1, 0.2, 0.3, 0.4]),
    Float64Array.from([0, 1, 0, 1]),
  );
  expect(curve.inputs).toEqual([0.1, 0.2, 0.3, 0.4]);
  expect(curve.outputs).toEqual([0, 0.5, 0.5, 1]);
});

it("fitIsotonic() is monotone and keeps the mean for any data", () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
      const inputs = Float64Array.from(rows, ([input]) => input / 20);
      const target = Float64Array.from(rows, ([, outcome]) => (outcome ? 1 : 0));
      const curve = fitIsotonic(inputs, target);
      const sorted = [...curve.outputs].sort((a, b) => a - b);
      expect(curve.outputs).toEqual(sorted);
      const mean = calibrate(curve, inputs).reduce((sum, value) => sum + value, 0);
      expect(mean).toBeCloseTo(
        target.reduce((sum, value) => sum + value, 0),
        6,
      );
    }),
  );
});
