import type { BoostedModel } from "../boosting/boosted-model.ts";
import { boostedMargins, predictBoosting } from "../boosting/predict-boosting.ts";
import type { ColumnShape } from "../dataset/align-dataset.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { boostedContributions, type Contributions } from "../explain/boosted-contributions.ts";
import type { LinearModel } from "../linear/linear-model.ts";
import { linearContributions, linearMargins, predictLinear } from "../linear/predict-linear.ts";

/** Any fitted model; plain JSON. */
export type Predictor = LinearModel | BoostedModel;

/** Predictions of every row, one array per output: probabilities, or values for a regression. */
export function predict(predictor: Predictor, dataset: Dataset): readonly Float64Array[] {
  return predictor.kind === "boosting"
    ? predictBoosting(predictor, dataset)
    : [predictLinear(predictor, dataset)];
}

/** Margins of every row, one array per output: log-odds, or values for a regression. */
export function margins(predictor: Predictor, dataset: Dataset): readonly Float64Array[] {
  return predictor.kind === "boosting"
    ? boostedMargins(predictor, dataset)
    : [linearMargins(predictor, dataset)];
}

/** What every column adds to one output's margin; columns in the order of `predictorColumns`. */
export function contributions(predictor: Predictor, dataset: Dataset, output = 0): Contributions {
  return predictor.kind === "boosting"
    ? boostedContributions(predictor, dataset, output)
    : linearContributions(predictor, dataset);
}

export function predictorColumns(predictor: Predictor): readonly ColumnShape[] {
  return predictor.kind === "boosting" ? predictor.columns : predictor.encodings;
}
