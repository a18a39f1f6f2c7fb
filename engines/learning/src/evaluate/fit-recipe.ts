import type { Dataset } from "../dataset/dataset.ts";
import type { Predictor } from "../model/predictor.ts";
import type { FitOptions } from "./fit-options.ts";
import { fitTunedBoosting } from "./fit-tuned-boosting.ts";
import { fitTunedLinear } from "./fit-tuned-linear.ts";
import type { Task } from "./task.ts";

/** How to learn: the simple rival, or boosting that chooses its own size. */
export type Recipe = "logistic" | "boosting";

/** Fits a model by a recipe; "logistic" means softmax regression for several classes, ridge regression for a number. */
export function fitRecipe(
  recipe: Recipe,
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  options: FitOptions,
): Predictor {
  return recipe === "boosting"
    ? fitTunedBoosting(task, dataset, target, options)
    : fitTunedLinear(task, dataset, target, options);
}
