import { softmaxOutputs } from "../boosting/losses/softmax.ts";

/** Probabilities of several classes made sharper or flatter, all by one number: p ↦ softmax(sharpness·log p). */
export interface TemperatureCalibration {
  readonly kind: "temperature";
  /** One over the temperature; 1 changes nothing. */
  readonly sharpness: number;
}

const bounds = { least: 0.05, most: 5 };
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The sharpness of lowest log-loss, which is convex in it, by golden-section search. `outputs` must be out of sample.
 * Source: Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks, ICML 2017.
 */
export function fitTemperature(
  outputs: readonly Float64Array[],
  target: Float64Array,
): TemperatureCalibration {
  const logs = outputs.map((output) => output.map(logOf));
  const lossAt = (sharpness: number) => classesLoss(sharpened(logs, sharpness), target);
  let { least, most } = bounds;
  for (let step = 0; step < 24; step++) {
    const [lower, upper] = [most - golden * (most - least), least + golden * (most - least)];
    if (lossAt(lower) < lossAt(upper)) most = upper;
    else least = lower;
  }
  return { kind: "temperature", sharpness: (least + most) / 2 };
}

/** The calibrated probabilities, one array per class. */
export function calibrateClasses(
  { sharpness }: TemperatureCalibration,
  outputs: readonly Float64Array[],
): readonly Float64Array[] {
  return sharpened(
    outputs.map((output) => output.map(logOf)),
    sharpness,
  );
}

/** Mean −log of the probability of the class that came, in nats; kept off infinity by 1e−12. */
export function classesLoss(outputs: readonly Float64Array[], target: Float64Array): number {
  let loss = 0;
  for (let row = 0; row < target.length; row++) {
    loss -= logOf(outputs[target[row] as number]?.[row] ?? 0);
  }
  return loss / target.length;
}

function logOf(probability: number): number {
  return Math.log(Math.max(1e-12, probability));
}

function sharpened(logs: readonly Float64Array[], sharpness: number): readonly Float64Array[] {
  return softmaxOutputs(logs.map((log) => log.map((value) => sharpness * value)));
}
