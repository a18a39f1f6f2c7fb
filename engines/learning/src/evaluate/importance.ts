import type { Dataset } from "../dataset/dataset.ts";
import { contributions, type Predictor, predictorColumns } from "../model/predictor.ts";

export interface ColumnImportance {
  readonly column: string;
  /** Mean |contribution| to the margin, as a share of all columns' sum. */
  readonly share: number;
}

/** Columns by how much they move predictions on the given rows (a few hundred are enough), the strongest first. */
export function columnImportance(
  predictor: Predictor,
  dataset: Dataset,
  outputs = 1,
): readonly ColumnImportance[] {
  const names = predictorColumns(predictor).map((column) => column.name);
  const totals = new Float64Array(names.length);
  for (let output = 0; output < outputs; output++) {
    const { values } = contributions(predictor, dataset, output);
    values.forEach((value, place) => {
      const column = place % names.length;
      totals[column] = (totals[column] as number) + Math.abs(value);
    });
  }
  const all = totals.reduce((sum, total) => sum + total, 0);
  return names
    .map((column, place) => ({ column, share: all > 0 ? (totals[place] as number) / all : 0 }))
    .sort((a, b) => b.share - a.share);
}
