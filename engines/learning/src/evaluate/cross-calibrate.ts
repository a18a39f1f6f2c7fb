import { calibrate } from "../calibration/calibration.ts";
import { fitPlatt, type PlattCalibration } from "../calibration/fit-platt.ts";
import { logLoss } from "../metrics/binary-metrics.ts";
import type { OutOfFold } from "./cross-validate.ts";

/** Out-of-fold probabilities, calibrated where that helps, and the calibration to ship with the final model. */
export interface CrossCalibrated {
  readonly probabilities: Float64Array;
  readonly calibration: PlattCalibration | undefined;
}

/** When rows were looked at, and when the time that their outcomes speak of was over. */
export interface OutcomeTimes {
  readonly times: Float64Array;
  readonly ends?: Float64Array;
}

/**
 * Platt scaling judged honestly: each fold is calibrated by the others (with `past`: by earlier folds only, and of them by
 * outcomes that were over when the fold began). It is kept only where it lowers the log-loss; a calibration that does not
 * help would only add noise.
 */
export function crossCalibrate(held: OutOfFold, past: OutcomeTimes | undefined): CrossCalibrated {
  const [raw = new Float64Array(0)] = held.predicted;
  const probabilities = Float64Array.from(raw);
  const folds = new Set(held.fold);
  for (const fold of folds) {
    const judge = rowsWhere(held.fold, (other) => other === fold);
    const others = rowsWhere(held.fold, (other) => (past ? other < fold : other !== fold));
    const learn = past?.ends ? knownBefore(held, past.times, past.ends, others, judge) : others;
    if (learn.length < 100) continue;
    const platt = fitPlatt(pick(raw, learn), pick(held.target, learn));
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

/** Places among `others` whose outcome was over before the first of the judged rows. */
function knownBefore(
  { rows }: OutOfFold,
  times: Float64Array,
  ends: Float64Array,
  others: readonly number[],
  judged: readonly number[],
): readonly number[] {
  const begin = judged.reduce(
    (first, place) => Math.min(first, times[rows[place] as number] as number),
    Number.POSITIVE_INFINITY,
  );
  return others.filter((place) => (ends[rows[place] as number] as number) <= begin);
}

function rowsWhere(fold: Int32Array, keep: (fold: number) => boolean): number[] {
  return Array.from(fold.keys()).filter((row) => keep(fold[row] as number));
}

function pick(values: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row] as number);
}
