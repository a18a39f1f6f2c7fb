import type { Column } from "./dataset.ts";

/** Whether the column has a value in the row. */
export function isFilled(column: Column, row: number): boolean {
  return column.kind === "numeric"
    ? !Number.isNaN(column.values[row])
    : (column.codes[row] as number) >= 0;
}
