import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { crossCalibrateClasses } from "../evaluate/cross-calibrate.ts";
import { calibrateClasses, classesLoss, fitTemperature } from "./temperature.ts";

/** Honest probabilities of three classes, drawn outcomes, and the same probabilities told `boast` times too surely. */
function simulate(rows: number, boast: number) {
  const random = seededRandom(7);
  const outputs = [0, 1, 2].map(() => new Float64Array(rows));
  const target = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const logits = outputs.map(() => 2 * random() - 1);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const told = logits.reduce((sum, logit) => sum + Math.exp(boast * logit), 0);
    const draw = random() * total;
    const [none = 0, one = 0] = logits.map(Math.exp);
    target[row] = draw < none ? 0 : draw < none + one ? 1 : 2;
    logits.forEach((logit, output) => {
      (outputs[output] as Float64Array)[row] = Math.exp(boast * logit) / told;
    });
  }
  return { outputs, target };
}

it("fitTemperature() finds by how much probabilities boast, and calibrateClasses() takes it back", () => {
  const { outputs, target } = simulate(20_000, 3);
  const found = fitTemperature(outputs, target);
  expect(found.sharpness).toBeCloseTo(1 / 3, 1);
  const calibrated = calibrateClasses(found, outputs);
  expect(classesLoss(calibrated, target)).toBeLessThan(classesLoss(outputs, target) - 0.1);
  const sum = calibrated.reduce((total, output) => total + (output[5] ?? 0), 0);
  expect(sum).toBeCloseTo(1, 9);
});

it("crossCalibrateClasses() keeps a calibration only where it helps rows that it was not fitted on", () => {
  const heldOf = ({ outputs, target }: ReturnType<typeof simulate>) => ({
    rows: Uint32Array.from(target.keys()),
    fold: Int32Array.from(target.keys(), (row) => row % 5),
    target,
    predicted: outputs,
  });
  expect(crossCalibrateClasses(heldOf(simulate(2_000, 3)), undefined).calibration).toBeDefined();
  const calm = heldOf(simulate(400, 1));
  const kept = crossCalibrateClasses(calm, undefined);
  expect(classesLoss(kept.outputs, calm.target)).toBeLessThanOrEqual(
    classesLoss(calm.predicted, calm.target),
  );
});
