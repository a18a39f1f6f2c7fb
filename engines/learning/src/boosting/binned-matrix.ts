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

export function binDataset(dataset: Dataset, columns: readonly ColumnBins[]): BinnedMatrix {
  const words = Array.from(
    { length: Math.ceil(columns.length / 4) },
    () => new Uint32Array(dataset.rows),
  );
  dataset.columns.forEach((column, position) => {
    const bins = columns[position];
    const word = words[position >> 2];
    if (bins === undefined || word === undefined) return;
    const assigned = assignBins(column, bins);
    const shift = 8 * (position & 3);
    for (let row = 0; row < assigned.length; row++) {
      word[row] = (word[row] as number) | ((assigned[row] as number) << shift);
    }
  });
  const offsets = new Int32Array(columns.length + 1);
  columns.forEach((bins, position) => {
    offsets[position + 1] = (offsets[position] as number) + bins.count;
  });
  return { rows: dataset.rows, columns, words, offsets };
}
