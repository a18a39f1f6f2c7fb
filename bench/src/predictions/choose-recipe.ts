import {
  type Dataset,
  fitRecipe,
  logLoss,
  type Predictor,
  predict,
  type Recipe,
  selectRows,
  selectValues,
} from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";

/** Fits the recipe that predicts the latest fifth of the rows better from the rest, on all rows. `times` ascend. */
export function fitBetterRecipe(
  dataset: Dataset,
  target: Float64Array,
  times: Float64Array,
): { readonly recipe: Recipe; readonly predictor: Predictor } {
  const cut = Math.floor(0.8 * dataset.rows);
  const rows = Array.from({ length: dataset.rows }, (_, row) => row);
  const fit = (recipe: Recipe, chosen: readonly number[]) =>
    fitRecipe(
      recipe,
      { kind: "binary" },
      selectRows(dataset, chosen),
      selectValues(target, chosen),
      {
        random: seededRandom(1),
        times: selectValues(times, chosen),
      },
    );
  const late = rows.slice(cut);
  const tried = (["logistic", "boosting"] as const).map((recipe) => {
    const held = predict(fit(recipe, rows.slice(0, cut)), selectRows(dataset, late));
    return { recipe, loss: logLoss(held[0] ?? new Float64Array(0), selectValues(target, late)) };
  });
  const [best] = tried.sort((a, b) => a.loss - b.loss);
  const recipe = best?.recipe ?? "logistic";
  return { recipe, predictor: fit(recipe, rows) };
}
