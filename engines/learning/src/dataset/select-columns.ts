import type { Dataset } from "./dataset.ts";

/** The data set with only the columns for which `keep` holds. */
export function selectColumns(dataset: Dataset, keep: (name: string) => boolean): Dataset {
  return { rows: dataset.rows, columns: dataset.columns.filter((column) => keep(column.name)) };
}
