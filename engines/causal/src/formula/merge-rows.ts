import type { WeightedRows } from "./evaluate-on-table.ts";
import type { Grouped } from "./group-column.ts";

/** Rows with the same codes as one, with their number for weight; rows with a missing value leave. */
export function mergeRows(columns: readonly Grouped[]): WeightedRows {
  const count = columns[0]?.codes.length ?? 0;
  const places = new Map<string, number>();
  const first: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < count; row++) {
    if (columns.some(({ codes }) => (codes[row] as number) < 0)) continue;
    const key = columns.map(({ codes }) => codes[row]).join();
    const place = places.get(key) ?? first.length;
    if (place === first.length) {
      places.set(key, place);
      first.push(row);
      weights.push(0);
    }
    weights[place] = (weights[place] ?? 0) + 1;
  }
  return {
    columns: columns.map((column) => ({
      ...column,
      codes: Int32Array.from(first, (row) => column.codes[row] as number),
    })),
    weights: Float64Array.from(weights),
  };
}
