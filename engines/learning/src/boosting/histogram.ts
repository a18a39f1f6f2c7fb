import type { BinnedMatrix } from "./binned-matrix.ts";

/** Gradient and curvature summed by bin, interleaved: entry 2·(offset + bin), and the next. */
export type Histogram = Float64Array;

export function createHistogram(matrix: BinnedMatrix): Histogram {
  return new Float64Array(2 * (matrix.offsets[matrix.columns.length] as number));
}

/** Gradient and curvature of the rows of one leaf, in the leaf's own order. */
export interface LeafSums {
  readonly rows: Int32Array;
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
  readonly count: number;
}

/** The columns that one tree uses, four to a word: where each word's used columns begin in a histogram, and their bits. */
export type UsedWords = readonly (readonly WordColumn[])[];

interface WordColumn {
  readonly place: number;
  readonly shift: number;
  readonly end: number;
}

/** Groups the columns marked in `usedColumns` by the word that holds them. */
export function usedWords(matrix: BinnedMatrix, usedColumns: Uint8Array): UsedWords {
  return matrix.words.map((_, group) =>
    [0, 1, 2, 3].flatMap((within) => {
      const column = 4 * group + within;
      if (column >= usedColumns.length || usedColumns[column] === 0) return [];
      const place = 2 * (matrix.offsets[column] as number);
      return { place, shift: 8 * within, end: 2 * (matrix.offsets[column + 1] as number) };
    }),
  );
}

/** Fills `histogram` with the sums over the leaf's rows; columns that are not used keep what they held. */
export function fillHistogram(
  histogram: Histogram,
  matrix: BinnedMatrix,
  leaf: LeafSums,
  used: UsedWords,
): void {
  matrix.words.forEach((word, group) => {
    const columns = used[group] ?? [];
    for (const { place, end } of columns) histogram.fill(0, place, end);
    const [first, second, third, fourth] = columns;
    if (first === undefined) return;
    if (second === undefined) addColumn(histogram, word, leaf, first);
    else if (fourth !== undefined) {
      addWord(
        histogram,
        word,
        leaf,
        columns.map(({ place }) => place),
      );
    } else {
      addPair(histogram, word, leaf, first, second);
      if (third !== undefined) addColumn(histogram, word, leaf, third);
    }
  });
}

/** The innermost loop of training: everything it touches is a typed array or a number. */
function addWord(
  histogram: Histogram,
  word: Uint32Array,
  { rows, gradients, curvatures, count }: LeafSums,
  [first = 0, second = 0, third = 0, fourth = 0]: readonly number[],
): void {
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

/** Where a tree uses only some columns of a word, the others cost nothing. */
function addPair(
  histogram: Histogram,
  word: Uint32Array,
  { rows, gradients, curvatures, count }: LeafSums,
  { place: first, shift: firstShift }: WordColumn,
  { place: second, shift: secondShift }: WordColumn,
): void {
  for (let at = 0; at < count; at++) {
    const bins = word[rows[at] as number] as number;
    const gradient = gradients[at] as number;
    const curvature = curvatures[at] as number;
    let place = first + (((bins >>> firstShift) & 255) << 1);
    histogram[place] = (histogram[place] as number) + gradient;
    histogram[place + 1] = (histogram[place + 1] as number) + curvature;
    place = second + (((bins >>> secondShift) & 255) << 1);
    histogram[place] = (histogram[place] as number) + gradient;
    histogram[place + 1] = (histogram[place + 1] as number) + curvature;
  }
}

function addColumn(
  histogram: Histogram,
  word: Uint32Array,
  { rows, gradients, curvatures, count }: LeafSums,
  { place: first, shift }: WordColumn,
): void {
  for (let at = 0; at < count; at++) {
    const bins = word[rows[at] as number] as number;
    const place = first + (((bins >>> shift) & 255) << 1);
    histogram[place] = (histogram[place] as number) + (gradients[at] as number);
    histogram[place + 1] = (histogram[place + 1] as number) + (curvatures[at] as number);
  }
}

/** parent ← parent − child in the used columns: the other child's histogram, without touching a row. */
export function subtractHistogram(parent: Histogram, child: Histogram, used: UsedWords): void {
  for (const columns of used) {
    for (const { place, end } of columns) {
      for (let at = place; at < end; at++) {
        parent[at] = (parent[at] as number) - (child[at] as number);
      }
    }
  }
}
