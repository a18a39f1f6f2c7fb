import { logOdds, sigmoid } from "../linear/sigmoid.ts";
import type { IsotonicCalibration } from "./fit-isotonic.ts";
import type { PlattCalibration } from "./fit-platt.ts";
import type { TemperatureCalibration } from "./temperature.ts";

/** A monotone map from a model's probability (of two outcomes) to a calibrated one; plain JSON. */
export type Calibration = PlattCalibration | IsotonicCalibration | TemperatureCalibration;

/** The calibrated probabilities. */
export function calibrate(calibration: Calibration, probabilities: Float64Array): Float64Array {
  if (calibration.kind === "isotonic") {
    return probabilities.map((probability) => interpolate(calibration, probability));
  }
  const [slope, intercept] =
    calibration.kind === "platt"
      ? [calibration.slope, calibration.intercept]
      : [calibration.sharpness, 0];
  return probabilities.map((probability) => sigmoid(slope * logOdds(probability) + intercept));
}

function interpolate(calibration: IsotonicCalibration, probability: number): number {
  const { inputs, outputs } = calibration;
  const last = inputs.length - 1;
  if (probability <= (inputs[0] ?? 0)) return outputs[0] ?? probability;
  if (probability >= (inputs[last] ?? 1)) return outputs[last] ?? probability;
  const low = placeBelow(inputs, probability);
  const [left, right] = [inputs[low] as number, inputs[low + 1] as number];
  const share = right > left ? (probability - left) / (right - left) : 0;
  return (outputs[low] as number) * (1 - share) + (outputs[low + 1] as number) * share;
}

/** The last place whose input is at most `value`, by halving. */
function placeBelow(inputs: readonly number[], value: number): number {
  let low = 0;
  let high = inputs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((inputs[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}
