import { alignDataset } from "../dataset/align-dataset.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { LinearModel } from "./linear-model.ts";
import { linearScores } from "./normal-equations.ts";
import { packedQuadratic } from "./packed-inverse.ts";
import { sigmoid } from "./sigmoid.ts";
import { type SparseDesign, sparseDesign, termStarts } from "./sparse-design.ts";

/** What a linear predictor is made of; of several classes, that of one of them. */
export type LinearPart = Pick<LinearModel, "encodings" | "coefficients" | "termMeans">;

/** The linear predictor of every row: log-odds for a logistic model, the value for ridge. */
export function linearMargins(model: LinearPart, dataset: Dataset): Float64Array {
  return linearScores(designOf(model, dataset), Float64Array.from(model.coefficients));
}

/** The prediction of every row: a probability for a logistic model, the value for ridge. */
export function predictLinear(model: LinearModel, dataset: Dataset): Float64Array {
  const margins = linearMargins(model, dataset);
  return model.kind === "logistic" ? margins.map(sigmoid) : margins;
}

/** The standard error of every row's linear predictor, from the coefficients' covariance. */
export function linearErrors(model: LinearModel, dataset: Dataset): Float64Array {
  const design = designOf(model, dataset);
  return Float64Array.from({ length: design.rows }, (_, row) => {
    const [start, end] = [design.offsets[row] as number, design.offsets[row + 1] as number];
    const indices = [...design.indices.subarray(start, end), design.terms];
    const values = [...design.values.subarray(start, end), 1];
    return Math.sqrt(Math.max(0, packedQuadratic(model.covariance, indices, values)));
  });
}

/**
 * What every column adds to the linear predictor of every row, against the average training row: rows × columns,
 * row-major, columns in the order of `model.encodings`. Together with the average predictor they sum to the margin.
 */
export function linearContributions(
  model: LinearPart,
  dataset: Dataset,
): { readonly base: number; readonly values: Float64Array } {
  const design = designOf(model, dataset);
  const width = model.encodings.length;
  const values = new Float64Array(design.rows * width);
  const columnOfTerm = columnsOfTerms(model);
  const averages = new Float64Array(width);
  model.termMeans.forEach((mean, term) => {
    const column = columnOfTerm[term] as number;
    averages[column] = (averages[column] as number) + mean * (model.coefficients[term] ?? 0);
  });
  for (let row = 0; row < design.rows; row++) {
    values.set(
      averages.map((average) => -average),
      row * width,
    );
    for (let at = design.offsets[row] as number; at < (design.offsets[row + 1] as number); at++) {
      const term = design.indices[at] as number;
      const place = row * width + (columnOfTerm[term] as number);
      values[place] =
        (values[place] as number) + (design.values[at] as number) * (model.coefficients[term] ?? 0);
    }
  }
  const intercept = model.coefficients[design.terms] ?? 0;
  return { base: averages.reduce((sum, average) => sum + average, intercept), values };
}

function columnsOfTerms(model: LinearPart): Int32Array {
  const starts = termStarts(model.encodings);
  const columns = new Int32Array(model.termMeans.length);
  model.encodings.forEach((_, column) => {
    columns.fill(column, starts[column] as number, starts[column + 1] as number);
  });
  return columns;
}

function designOf(model: LinearPart, dataset: Dataset): SparseDesign {
  return sparseDesign(alignDataset(dataset, model.encodings), model.encodings);
}
