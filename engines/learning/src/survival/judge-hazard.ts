import { calibrate } from "../calibration/calibration.ts";
import type { PlattCalibration } from "../calibration/fit-platt.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import { crossCalibrate } from "../evaluate/cross-calibrate.ts";
import type { OutOfFold } from "../evaluate/cross-validate.ts";
import type { Recipe } from "../evaluate/fit-recipe.ts";
import { type Judgement, judge } from "../evaluate/judge.ts";
import type { Fold } from "../folds/folds.ts";
import { fitHazard } from "./fit-hazard.ts";
import { endedBy } from "./predict-curve.ts";
import type { SurvivalOptions, SurvivalReport, SurvivalSpans } from "./train-survival.ts";

/** A recipe judged on subjects that its models never saw. */
export interface JudgedHazard {
  readonly recipe: Recipe;
  readonly judgement: Judgement;
  readonly loss: number;
  readonly held: OutOfFold;
  readonly curves: SurvivalReport["curves"];
  readonly calibration: PlattCalibration | undefined;
}

type JudgeOptions = Omit<SurvivalOptions, "folds"> & {
  readonly folds: readonly Fold[];
  readonly onFold: () => void;
};

const leastTrained = 30;

/** Cross-validates the hazard; curves of held-out subjects are calibrated at the horizon, by earlier folds where there is a time. */
export function judgeHazard(
  recipe: Recipe,
  dataset: Dataset,
  spans: SurvivalSpans,
  options: JudgeOptions,
): JudgedHazard {
  const { folds, random, groups, time } = options;
  const { horizon } = spans;
  const parts = folds.flatMap(({ train, test }, number) => {
    const until = time && earliest(time.times, test);
    const rows = train.filter(
      (row) => !time || (time.starts[row] as number) + time.periodLength <= (until ?? 0),
    );
    options.onFold();
    if (rows.length < leastTrained) return [];
    const predictor = fitHazard(recipe, dataset, spans, {
      ...options,
      rows,
      ...(until !== undefined && { until }),
    });
    return [{ number, test, ended: endedBy(predictor, selectRows(dataset, test), horizon) }];
  });
  if (parts.length === 0) throw new RangeError("There are too few rows to judge a model");
  const rows = Uint32Array.from(parts.flatMap(({ test }) => [...test]));
  const fold = Int32Array.from(parts.flatMap(({ number, test }) => [...test].map(() => number)));
  const ended = new Float64Array(rows.length * horizon);
  let at = 0;
  for (const part of parts) {
    ended.set(part.ended, at);
    at += part.ended.length;
  }
  const target = selectValues(spans.target, rows);
  const decided = Uint32Array.from(rows.keys()).filter((place) => !Number.isNaN(target[place]));
  const raw: OutOfFold = {
    rows: decided.map((place) => rows[place] as number),
    fold: Int32Array.from(decided, (place) => fold[place] as number),
    target: selectValues(target, decided),
    predicted: [Float64Array.from(decided, (place) => ended[(place + 1) * horizon - 1] as number)],
  };
  const ends = time?.starts.map((start) => start + horizon * time.periodLength);
  const calibrated = crossCalibrate(raw, time && { times: time.times, ...(ends && { ends }) });
  // A scaling that turns the order round would make curves fall.
  const isUseful = (calibrated.calibration?.slope ?? 0) > 0;
  const held = isUseful ? { ...raw, predicted: [calibrated.probabilities] } : raw;
  const calibration = isUseful ? calibrated.calibration : undefined;
  const heldGroups = Int32Array.from(held.rows, (row) => groups[row] as number);
  const judgement = judge({ kind: "binary" }, held, random, { groups: heldGroups });
  return {
    recipe,
    judgement,
    loss: judgement.metrics.logLoss ?? Number.POSITIVE_INFINITY,
    held,
    curves: { rows, ended: calibration ? calibrate(calibration, ended) : ended },
    calibration,
  };
}

function earliest(times: Float64Array, rows: Uint32Array): number {
  return rows.reduce(
    (first, row) => Math.min(first, times[row] as number),
    Number.POSITIVE_INFINITY,
  );
}
