import { type Dataset, linearErrors, margins, sigmoid } from "@causeway/engine-learning";
import { normalQuantile } from "@causeway/engine-statistics";
import type { CurvePoint, Reason, Score } from "@causeway/platform-contract";
import { type Cells, scoringDataset } from "../datasets/columns.ts";
import type { Cell } from "../datasets/feature.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import type { PredictionModel } from "../training/stored-model.ts";
import { gradeOf } from "./grade.ts";
import { alikeInterval, bothOf, intervalLevel, similarCases } from "./past-record.ts";
import { askedColumns, columnAmounts, predictedValues } from "./predicted-values.ts";
import { reasonsFor } from "./reasons.ts";
import { scoredCurves } from "./scored-curves.ts";

/** A score without its place and time. */
export type RawScore = Pick<Score, "grade" | "value" | "low" | "high" | "similar"> & {
  readonly reasons: readonly Reason[];
  readonly curve: readonly CurvePoint[] | null;
  /** In the order of the model's columns. */
  readonly cells: readonly Cell[];
  readonly contributions: readonly number[];
};

/** The scores of cases with the given cells (columns in the order of `bound.features`), in their order. */
export function scoreCells(
  model: PredictionModel,
  { features, task, definition }: BoundDefinition,
  cells: Cells,
): readonly RawScore[] {
  const { saved, baseRate, cutoffs, record } = model;
  const shapes = askedColumns(model);
  const dataset = scoringDataset(shapes, features, cells, model.logged);
  const curves = model.curve && scoredCurves(saved, dataset, model.curve);
  const values = curves
    ? Float64Array.from(curves, (curve) => curve.at(-1)?.share ?? baseRate)
    : predictedValues(model, dataset);
  const explained = columnAmounts(model, dataset);
  const intervals =
    curves?.map((curve) => curve.at(-1) ?? { low: 0, high: 1 }) ??
    intervalsOf(model, dataset, values);
  const places = new Map(features.map(({ name }, place) => [name, place]));
  const columns = shapes.map(({ name }) => places.get(name));
  return cells.map((row, number) => {
    const value = values[number] ?? baseRate;
    const own = columns.map((place): Cell => (place === undefined ? null : (row[place] ?? null)));
    const amounts = Array.from(
      explained.subarray(number * shapes.length, (number + 1) * shapes.length),
      (amount) => Number(amount.toPrecision(6)),
    );
    const parts = columns.flatMap((place, column) => {
      const feature = place === undefined ? undefined : features[place];
      if (feature === undefined) return [];
      return [{ feature, cell: own[column] ?? null, amount: amounts[column] ?? 0 }];
    });
    return {
      value,
      low: intervals[number]?.low ?? value,
      high: intervals[number]?.high ?? value,
      curve: curves?.[number] ?? null,
      grade: definition.graded && task === "binary" ? gradeOf(value, cutoffs) : null,
      reasons: reasonsFor(parts, { task, base: baseRate, value }),
      similar: task === "binary" ? similarTo(record, value) : null,
      cells: own,
      contributions: amounts,
    };
  });
}

function similarTo(record: PredictionModel["record"], value: number): RawScore["similar"] {
  const found = similarCases(record, value);
  return found ? { from: found.from, to: found.to, cases: found.cases, won: found.won } : null;
}

/**
 * 90 % intervals. A probability: from what became of held-out cases along the predictions, widened to hold the probability
 * itself; for a regression together with what the coefficients' covariance says, through the calibration. A number: split
 * conformal.
 */
function intervalsOf(
  model: PredictionModel,
  dataset: Dataset,
  values: Float64Array,
): readonly { low: number; high: number }[] {
  const { saved, reach } = model;
  const { predictor, calibration } = saved;
  if (saved.task.kind === "regression") {
    return Array.from(values, (value) => ({
      low: value - (reach ?? 0),
      high: value + (reach ?? 0),
    }));
  }
  if (predictor.kind === "boosting" || predictor.kind === "multinomial") {
    return Array.from(values, (probability) => alikeInterval(model, probability));
  }
  const [slope, intercept] =
    calibration?.kind === "platt" ? [calibration.slope, calibration.intercept] : [1, 0];
  const span = normalQuantile(1 - (1 - intervalLevel) / 2);
  const [logits = new Float64Array(0)] = margins(predictor, dataset);
  const errors = linearErrors(predictor, dataset);
  return Array.from(logits, (logit, row) => {
    const spread = span * (errors[row] ?? 0);
    const own = {
      low: sigmoid(slope * (logit - spread) + intercept),
      high: sigmoid(slope * (logit + spread) + intercept),
    };
    return bothOf(own, alikeInterval(model, values[row] ?? 0));
  });
}
