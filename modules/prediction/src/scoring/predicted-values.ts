import {
  type ColumnShape,
  contributions,
  curveColumns,
  curveContributions,
  type Dataset,
  predictCurve,
  predictorColumns,
  type SavedModel,
  scoreDataset,
} from "@causeway/engine-learning";

/** A fitted model that may be one of a hazard, with so many periods; null: it predicts at once. */
export interface ScoringModel {
  readonly saved: SavedModel;
  readonly curve: { readonly periods: number } | null;
}

/** The columns that a model asks for. */
export function askedColumns({ saved, curve }: ScoringModel): readonly ColumnShape[] {
  return curve === null ? predictorColumns(saved.predictor) : curveColumns(saved.predictor);
}

/** What a model says of every row: the number or probability; of a curve its end. */
export function predictedValues({ saved, curve }: ScoringModel, dataset: Dataset): Float64Array {
  if (curve === null) return scoreDataset(saved, dataset)[0] ?? new Float64Array(0);
  const ended = predictCurve(saved, dataset, curve.periods);
  return Float64Array.from(
    { length: dataset.rows },
    (_, row) => ended[(row + 1) * curve.periods - 1] as number,
  );
}

/** What every column adds: rows × columns, row-major, in the order of `askedColumns`. */
export function columnAmounts({ saved, curve }: ScoringModel, dataset: Dataset): Float64Array {
  return curve === null
    ? contributions(saved.predictor, dataset).values
    : curveContributions(saved.predictor, dataset, curve.periods);
}
