import type { BoostedModel } from "../boosting/boosted-model.ts";
import { boostedMargins, predictBoosting } from "../boosting/predict-boosting.ts";
import type { ColumnShape } from "../dataset/align-dataset.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { boostedContributions, type Contributions } from "../explain/boosted-contributions.ts";
import type { LinearModel } from "../linear/linear-model.ts";
import type { MultinomialModel } from "../linear/multinomial-model.ts";
import { linearContributions, linearMargins, predictLinear } from "../linear/predict-linear.ts";
import {
  multinomialMargins,
  partOfClass,
  predictMultinomial,
} from "../linear/predict-multinomial.ts";

/** Any fitted model; plain JSON. */
export type Predictor = LinearModel | MultinomialModel | BoostedModel;

/** Predictions of every row, one array per output: probabilities, or values for a regression. */
export function predict(predictor: Predictor, dataset: Dataset): readonly Float64Array[] {
  if (predictor.kind === "boosting") return predictBoosting(predictor, dataset);
  if (predictor.kind === "multinomial") return predictMultinomial(predictor, dataset);
  return [predictLinear(predictor, dataset)];
}

/** Margins of every row, one array per output: log-odds, or values for a regression. */
export function margins(predictor: Predictor, dataset: Dataset): readonly Float64Array[] {
  if (predictor.kind === "boosting") return boostedMargins(predictor, dataset);
  if (predictor.kind === "multinomial") return multinomialMargins(predictor, dataset);
  return [linearMargins(predictor, dataset)];
}

/** What every column adds to one output's margin; columns in the order of `predictorColumns`. */
export function contributions(predictor: Predictor, dataset: Dataset, output = 0): Contributions {
  if (predictor.kind === "boosting") return boostedContributions(predictor, dataset, output);
  return linearContributions(
    predictor.kind === "multinomial" ? partOfClass(predictor, output) : predictor,
    dataset,
  );
}

export function predictorColumns(predictor: Predictor): readonly ColumnShape[] {
  return predictor.kind === "boosting" ? predictor.columns : predictor.encodings;
}
