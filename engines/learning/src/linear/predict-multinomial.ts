import { softmaxOutputs } from "../boosting/losses/softmax.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { MultinomialModel } from "./multinomial-model.ts";
import { type LinearPart, linearMargins } from "./predict-linear.ts";

/** The linear predictor of every row, one array per class. */
export function multinomialMargins(
  model: MultinomialModel,
  dataset: Dataset,
): readonly Float64Array[] {
  return model.coefficients.map((_, output) => linearMargins(partOfClass(model, output), dataset));
}

/** The probabilities of every row, one array per class. */
export function predictMultinomial(
  model: MultinomialModel,
  dataset: Dataset,
): readonly Float64Array[] {
  return softmaxOutputs(multinomialMargins(model, dataset));
}

/** The linear predictor of one class. */
export function partOfClass(model: MultinomialModel, output: number): LinearPart {
  return { ...model, coefficients: model.coefficients[output] ?? [] };
}
