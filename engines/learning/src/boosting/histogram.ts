import type { BinnedMatrix } from "./binned-matrix.ts";

/** Gradient and curvature summed by bin, interleaved: entry 2·(offset + bin), and the next. */
export type Histogram = Float64Array;

/** A histogram also has room for the padding columns of the last word. */
export function createHistogram(matrix: BinnedMatrix): Histogram {
  return new Float64Array(2 * (matrix.offsets[matrix.columns.length] as number) + 8);
}

/** Gradient and curvature of the rows of one leaf, in the leaf's own order. */
export interface LeafSums {
  readonly rows: Int32Array;
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
  readonly count: number;
}

/** Fills `histogram` with the sums over the leaf's rows, for the words marked in `usedWords`. */
export function fillHistogram(
  histogram: Histogram,
  matrix: BinnedMatrix,
  leaf: LeafSums,
  usedWords: Uint8Array,
): void {
  histogram.fill(0);
  const columns = matrix.columns.length;
  const padding = 2 * (matrix.offsets[columns] as number);
  const place = (column: number): number =>
    column < columns ? 2 * (matrix.offsets[column] as number) : padding;
  matrix.words.forEach((word, group) => {
    if (usedWords[group] === 0) return;
    const first = 4 * group;
    addWord(
      histogram,
      word,
      leaf,
      place(first),
      place(first + 1),
      place(first + 2),
      place(first + 3),
    );
  });
}

/** The innermost loop of training: everything it touches is a typed array or a number. */
function addWord(
  histogram: Histogram,
  word: Uint32Array,
  leaf: LeafSums,
  first: number,
  second: number,
  third: number,
  fourth: number,
): void {
  const { rows, gradients, curvatures, count } = leaf;
  for (let at = 0; at < count; at++) {
    const bins = word[rows[at] as number] as number;
    const gradient = gradients[at] as number;
    const curvature = curvatures[at] as number;
    let place = first + ((bins & 255) << 1);
    histogram[place] = (histogram[place] as number) + gradient;
    histogram[place + 1] = (histogram[place + 1] as number) + curvature;
    place = second + ((bins >>> 7) & 510);
    histogram[place] = (histogram[place] as number) + gradient;
    histogram[place + 1] = (histogram[place + 1] as number) + curvature;
    place = third + ((bins >>> 15) & 510);
    histogram[place] = (histogram[place] as number) + gradient;
    histogram[place + 1] = (histogram[place + 1] as number) + curvature;
    place = fourth + ((bins >>> 23) & 510);
    histogram[place] = (histogram[place] as number) + gradient;
    histogram[place + 1] = (histogram[place + 1] as number) + curvature;
  }
}

/** parent ← parent − child: the other child's histogram, without touching a row. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let at = 0; at < parent.length; at++) {
    parent[at] = (parent[at] as number) - (child[at] as number);
  }
}
