import type { Dataset } from "../dataset/dataset.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import type { Fold } from "../folds/folds.ts";
import { predict } from "../model/predictor.ts";
import type { FitOptions } from "./fit-options.ts";
import { fitRecipe, type Recipe } from "./fit-recipe.ts";
import type { Task } from "./task.ts";

/** Predictions of rows by models that never saw them, fold after fold. */
export interface OutOfFold {
  /** Row numbers, in the order of all arrays below. */
  readonly rows: Uint32Array;
  readonly fold: Int32Array;
  readonly target: Float64Array;
  /** One array per output. */
  readonly predicted: readonly Float64Array[];
}

/** Fits on every fold's training rows and predicts its test rows. `onFold` hears of each finished fold. */
export function crossValidate(
  recipe: Recipe,
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  folds: readonly Fold[],
  options: FitOptions & { readonly onFold?: (done: number) => void },
): OutOfFold {
  const outputs = task.kind === "multiclass" ? task.classes : 1;
  const judged = folds.reduce((sum, fold) => sum + fold.test.length, 0);
  const rows = new Uint32Array(judged);
  const foldOf = new Int32Array(judged);
  const predicted = Array.from({ length: outputs }, () => new Float64Array(judged));
  let filled = 0;
  folds.forEach((fold, number) => {
    const times = options.times && selectValues(options.times, fold.train);
    const predictor = fitRecipe(
      recipe,
      task,
      selectRows(dataset, fold.train),
      selectValues(target, fold.train),
      { ...options, ...(times && { times }) },
    );
    const held = predict(predictor, selectRows(dataset, fold.test));
    rows.set(fold.test, filled);
    foldOf.fill(number, filled, filled + fold.test.length);
    predicted.forEach((output, place) => {
      output.set(held[place] ?? new Float64Array(0), filled);
    });
    filled += fold.test.length;
    options.onFold?.(number + 1);
  });
  return { rows, fold: foldOf, target: selectValues(target, rows), predicted };
}
