import { calibrate } from "../calibration/calibration.ts";
import { fitPlatt, type PlattCalibration } from "../calibration/fit-platt.ts";
import {
  calibrateClasses,
  classesLoss,
  fitTemperature,
  type TemperatureCalibration,
} from "../calibration/temperature.ts";
import { selectValues } from "../dataset/select-rows.ts";
import { logLoss } from "../metrics/binary-metrics.ts";
import type { OutOfFold } from "./cross-validate.ts";

/** Out-of-fold probabilities, calibrated where that helps, and the calibration to ship with the final model. */
export interface CrossCalibrated {
  readonly probabilities: Float64Array;
  readonly calibration: PlattCalibration | undefined;
}

/** The same of several classes, one array per class. */
export interface CrossCalibratedClasses {
  readonly outputs: readonly Float64Array[];
  readonly calibration: TemperatureCalibration | undefined;
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
  const [probabilities = raw] = foldByFold(held, past, ([own = raw], target) => {
    const platt = fitPlatt(own, target);
    return ([judged = raw]) => [calibrate(platt, judged)];
  });
  if (logLoss(probabilities, held.target) >= logLoss(raw, held.target)) {
    return { probabilities: raw, calibration: undefined };
  }
  return { probabilities, calibration: fitPlatt(raw, held.target) };
}

/** Temperature scaling of several classes, judged and kept likewise. */
export function crossCalibrateClasses(
  held: OutOfFold,
  past: OutcomeTimes | undefined,
): CrossCalibratedClasses {
  const outputs = foldByFold(held, past, (own, target) => {
    const temperature = fitTemperature(own, target);
    return (judged) => calibrateClasses(temperature, judged);
  });
  if (classesLoss(outputs, held.target) >= classesLoss(held.predicted, held.target)) {
    return { outputs: held.predicted, calibration: undefined };
  }
  return { outputs, calibration: fitTemperature(held.predicted, held.target) };
}

type Outputs = readonly Float64Array[];
const leastToLearn = 100;

/** Every fold's predictions mapped by what the other (with `past`: the earlier) folds teach; as they are where these are few. */
function foldByFold(
  held: OutOfFold,
  past: OutcomeTimes | undefined,
  fit: (outputs: Outputs, target: Float64Array) => (judged: Outputs) => Outputs,
): Outputs {
  const mapped = held.predicted.map((output) => Float64Array.from(output));
  for (const fold of new Set(held.fold)) {
    const judge = rowsWhere(held.fold, (other) => other === fold);
    const others = rowsWhere(held.fold, (other) => (past ? other < fold : other !== fold));
    const learn = past?.ends ? knownBefore(held, past.times, past.ends, others, judge) : others;
    if (learn.length < leastToLearn) continue;
    const map = fit(
      held.predicted.map((output) => selectValues(output, learn)),
      selectValues(held.target, learn),
    );
    map(held.predicted.map((output) => selectValues(output, judge))).forEach((values, output) => {
      judge.forEach((row, place) => {
        (mapped[output] as Float64Array)[row] = values[place] as number;
      });
    });
  }
  return mapped;
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
