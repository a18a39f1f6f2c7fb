import type { Dataset } from "../dataset/dataset.ts";
import { type ColumnEncoding, encodingTerms, type NumericEncoding } from "./encoding.ts";

/** A design matrix by compressed rows: row r has terms `indices[offsets[r] .. offsets[r + 1])` with `values` beside. */
export interface SparseDesign {
  readonly rows: number;
  readonly terms: number;
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** The design of an aligned data set: its columns must be those of the encodings, in their order and codes. */
export function sparseDesign(dataset: Dataset, encodings: readonly ColumnEncoding[]): SparseDesign {
  const { rows } = dataset;
  const width = encodings.length;
  const offsets = new Int32Array(rows + 1);
  const indices = new Int32Array(rows * width);
  const values = new Float64Array(rows * width);
  const starts = termStarts(encodings);
  let filled = 0;
  for (let row = 0; row < rows; row++) {
    for (let position = 0; position < width; position++) {
      const cell = encodeCell(dataset, encodings, position, row);
      if (cell.value === 0) continue;
      indices[filled] = (starts[position] as number) + cell.term;
      values[filled] = cell.value;
      filled++;
    }
    offsets[row + 1] = filled;
  }
  const terms = starts[width] as number;
  return {
    rows,
    terms,
    offsets,
    indices: indices.subarray(0, filled),
    values: values.subarray(0, filled),
  };
}

/** Where each column's terms begin; the last entry is the number of all terms. */
export function termStarts(encodings: readonly ColumnEncoding[]): Int32Array {
  const starts = new Int32Array(encodings.length + 1);
  encodings.forEach((encoding, position) => {
    starts[position + 1] = (starts[position] as number) + encodingTerms(encoding);
  });
  return starts;
}

interface Cell {
  term: number;
  value: number;
}

/** One shared object: encoding runs once per cell of the data. */
const shared: Cell = { term: 0, value: 0 };

function encodeCell(
  dataset: Dataset,
  encodings: readonly ColumnEncoding[],
  position: number,
  row: number,
): Cell {
  const encoding = encodings[position];
  const column = dataset.columns[position];
  shared.term = 0;
  shared.value = 0;
  if (encoding?.kind === "numeric" && column?.kind === "numeric") {
    encodeNumber(encoding, column.values[row] as number);
  } else if (encoding?.kind === "categorical" && column?.kind === "categorical") {
    const code = column.codes[row] as number;
    shared.term = code < 0 ? encoding.terms : (encoding.termOfLevel[code] as number);
    shared.value = code >= 0 || encoding.missingTerm ? 1 : 0;
  }
  return shared;
}

function encodeNumber(encoding: NumericEncoding, raw: number): void {
  if (Number.isNaN(raw)) {
    shared.term = 1;
    shared.value = encoding.missingTerm ? 1 : 0;
  } else if (encoding.deviation > 0) {
    const [low, high] = encoding.range ?? [raw, raw];
    shared.value = (Math.min(high, Math.max(low, raw)) - encoding.mean) / encoding.deviation;
  }
}
