import type { Column, Dataset } from "./dataset.ts";

/** The data set of the given rows, in their order; levels keep their codes. */
export function selectRows(dataset: Dataset, rows: ArrayLike<number>): Dataset {
  return {
    rows: rows.length,
    columns: dataset.columns.map((column) => selectFromColumn(column, rows)),
  };
}

function selectFromColumn(column: Column, rows: ArrayLike<number>): Column {
  return column.kind === "numeric"
    ? { ...column, values: selectValues(column.values, rows) }
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] as number) };
}

/** The values at the given rows. */
export function selectValues(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  return Float64Array.from(rows, (row) => values[row] as number);
}
