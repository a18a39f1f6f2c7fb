import { calibrate } from "../calibration/calibration.ts";
import { fitPlatt, type PlattCalibration } from "../calibration/fit-platt.ts";
import { logLoss } from "../metrics/binary-metrics.ts";
import type { OutOfFold } from "./cross-validate.ts";

/** Out-of-fold probabilities, calibrated where that helps, and the calibration to ship with the final model. */
export interface CrossCalibrated {
  readonly probabilities: Float64Array;
  readonly calibration: PlattCalibration | undefined;
}

/**
 * Platt scaling judged honestly: each fold is calibrated by the others (`past`: by earlier folds only). It is kept only
 * where it lowers the log-loss; a calibration that does not help would only add noise.
 */
export function crossCalibrate(held: OutOfFold, past: boolean): CrossCalibrated {
  const [raw = new Float64Array(0)] = held.predicted;
  const probabilities = Float64Array.from(raw);
  const folds = new Set(held.fold);
  for (const fold of folds) {
    const learn = rowsWhere(held.fold, (other) => (past ? other < fold : other !== fold));
    if (learn.length < 100) continue;
    const platt = fitPlatt(pick(raw, learn), pick(held.target, learn));
    const judge = rowsWhere(held.fold, (other) => other === fold);
    const calibrated = calibrate(platt, pick(raw, judge));
    judge.forEach((row, place) => {
      probabilities[row] = calibrated[place] as number;
    });
  }
  if (logLoss(probabilities, held.target) >= logLoss(raw, held.target)) {
    return { probabilities: raw, calibration: undefined };
  }
  return { probabilities, calibration: fitPlatt(raw, held.target) };
}

function rowsWhere(fold: Int32Array, keep: (fold: number) => boolean): number[] {
  return Array.from(fold.keys()).filter((row) => keep(fold[row] as number));
}

function pick(values: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row] as number);
}
