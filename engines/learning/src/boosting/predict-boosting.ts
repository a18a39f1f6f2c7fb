import { alignDataset } from "../dataset/align-dataset.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { sigmoid } from "../linear/sigmoid.ts";
import type { BoostedModel } from "./boosted-model.ts";
import { addTree, compileTrees, rowMatrix } from "./compiled-trees.ts";
import { softmaxOutputs } from "./losses/softmax.ts";

/** The margins of every row, one array per output. */
export function boostedMargins(model: BoostedModel, dataset: Dataset): Float64Array[] {
  const matrix = rowMatrix(alignDataset(dataset, model.columns));
  const trees = compileTrees(model.trees);
  const margins = model.start.map((start) => new Float64Array(dataset.rows).fill(start));
  for (let number = 0; number < model.trees.length; number++) {
    const output = margins[number % margins.length];
    if (output !== undefined) addTree(trees, number, matrix, output);
  }
  return margins;
}

/** Predictions of every row, one array per output: probabilities for log-loss and softmax, else values. */
export function predictBoosting(model: BoostedModel, dataset: Dataset): readonly Float64Array[] {
  const margins = boostedMargins(model, dataset);
  if (model.loss.kind === "log-loss") return margins.map((margin) => margin.map(sigmoid));
  return model.loss.kind === "softmax" ? softmaxOutputs(margins) : margins;
}
