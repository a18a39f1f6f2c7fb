import { calibrate } from "../calibration/calibration.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { contributions, type Predictor, predict, predictorColumns } from "../model/predictor.ts";
import type { SavedModel } from "../model/saved-model.ts";
import { periodColumn, withPeriod, withPeriodLevel } from "./expand-periods.ts";

/** Chance of every row that its end has come by the end of periods 1 to `periods`: rows × periods, row-major, calibrated. */
export function predictCurve(
  { predictor, calibration }: Pick<SavedModel, "predictor" | "calibration">,
  dataset: Dataset,
  periods: number,
): Float64Array {
  const ended = endedBy(predictor, dataset, periods);
  // Scaled on the scale of log-odds, so that a rising curve stays one, and none begins above 0.
  return calibration === null ? ended : calibrate(calibration, ended);
}

/** The same without calibration. */
export function endedBy(predictor: Predictor, dataset: Dataset, periods: number): Float64Array {
  const ended = new Float64Array(dataset.rows * periods);
  const alive = new Float64Array(dataset.rows).fill(1);
  for (let period = 1; period <= periods; period++) {
    const [hazards = new Float64Array(0)] = predict(
      predictor,
      inPeriod(predictor, dataset, period, periods),
    );
    for (let row = 0; row < dataset.rows; row++) {
      alive[row] = (alive[row] as number) * (1 - (hazards[row] as number));
      ended[row * periods + period - 1] = 1 - (alive[row] as number);
    }
  }
  return ended;
}

/** The columns of a hazard model but for the period. */
export function curveColumns(predictor: Predictor) {
  return predictorColumns(predictor).filter(({ name }) => name !== periodColumn);
}

/**
 * What every column adds to the log-odds of the end in a period, on average over a few periods spread over the curve: rows ×
 * columns, row-major, columns in the order of `curveColumns`.
 */
export function curveContributions(
  predictor: Predictor,
  dataset: Dataset,
  periods: number,
): Float64Array {
  const all = predictorColumns(predictor);
  const own = all.flatMap(({ name }, place) => (name === periodColumn ? [] : [place]));
  const looked = [...new Set([1, Math.ceil(periods / 2), periods])];
  const means = new Float64Array(dataset.rows * own.length);
  for (const period of looked) {
    const { values } = contributions(predictor, inPeriod(predictor, dataset, period, periods));
    for (let row = 0; row < dataset.rows; row++) {
      own.forEach((place, column) => {
        const at = row * own.length + column;
        const amount = values[row * all.length + place] as number;
        means[at] = (means[at] as number) + amount / looked.length;
      });
    }
  }
  return means;
}

/** Rows with a period, in the shape in which the model learned it. */
export function inPeriod(
  predictor: Predictor,
  dataset: Dataset,
  period: number,
  periods: number,
): Dataset {
  const numbers = new Float64Array(dataset.rows).fill(period);
  const shape = predictorColumns(predictor).find(({ name }) => name === periodColumn);
  return shape?.kind === "categorical"
    ? withPeriodLevel(dataset, numbers, periods)
    : withPeriod(dataset, numbers);
}
