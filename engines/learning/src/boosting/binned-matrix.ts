import type { Dataset } from "../dataset/dataset.ts";
import { assignBins, type ColumnBins } from "./column-bins.ts";

/**
 * All rows as bins, four columns to a 32-bit word: a histogram pass loads one word per row for four columns,
 * and scattered rows cost a quarter of the cache lines.
 */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: readonly ColumnBins[];
  /** `words[c >> 2][row]` holds column c in bits 8·(c & 3). */
  readonly words: readonly Uint32Array[];
  /** Where each column's bins begin in a histogram; one more entry for the end. */
  readonly offsets: Int32Array;
}

/** Bins the rows of all parts (of the same columns), one part below the other. */
export function binDatasets(
  parts: readonly Dataset[],
  columns: readonly ColumnBins[],
): BinnedMatrix {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const words = Array.from({ length: Math.ceil(columns.length / 4) }, () => new Uint32Array(rows));
  let start = 0;
  for (const part of parts) {
    part.columns.forEach((column, position) => {
      const bins = columns[position];
      const word = words[position >> 2]?.subarray(start, start + part.rows);
      if (bins === undefined || word === undefined) return;
      const assigned = assignBins(column, bins);
      const shift = 8 * (position & 3);
      for (let row = 0; row < assigned.length; row++) {
        word[row] = (word[row] as number) | ((assigned[row] as number) << shift);
      }
    });
    start += part.rows;
  }
  const offsets = new Int32Array(columns.length + 1);
  columns.forEach((bins, position) => {
    offsets[position + 1] = (offsets[position] as number) + bins.count;
  });
  return { rows, columns, words, offsets };
}
