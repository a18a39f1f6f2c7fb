import type { Correlations } from "./covariance-source.ts";

const rowsInBlock = 256;

/**
 * Correlations of columns of one length, each row counted as often as its weight says. Goes over the rows in blocks small
 * enough for the cache, so beside the columns it holds one block and the matrix. A constant column correlates with nothing.
 */
export function correlate(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
): Correlations {
  const size = columns.length;
  const padded = Math.ceil(size / 4) * 4;
  const rows = columns[0]?.length ?? 0;
  const scales = columns.map((values) => scaleOf(values, weights));
  const sums = new Float64Array(padded * padded);
  const block = new Float64Array(padded * rowsInBlock);
  for (let start = 0; start < rows; start += rowsInBlock) {
    const end = Math.min(rows, start + rowsInBlock);
    if (end - start < rowsInBlock) block.fill(0);
    for (const [column, values] of columns.entries()) {
      fillBlock(block, column * rowsInBlock, values.subarray(start, end), {
        ...(scales[column] as Scale),
        weights: weights?.subarray(start, end),
      });
    }
    addProducts(sums, block, padded);
  }
  return { matrix: symmetric(sums, size, padded), rows: totalWeight(weights, rows) };
}

interface Scale {
  readonly mean: number;
  readonly factor: number;
}

function totalWeight(weights: Float64Array | undefined, rows: number): number {
  return weights === undefined ? rows : weights.reduce((sum, weight) => sum + weight, 0);
}

/** Mean, and one over the root of the sum of squares; 0 for a constant column. */
function scaleOf(values: Float64Array, weights: Float64Array | undefined): Scale {
  let mean = 0;
  for (let row = 0; row < values.length; row++)
    mean += (weights === undefined ? 1 : (weights[row] as number)) * (values[row] as number);
  const total = totalWeight(weights, values.length);
  mean /= total;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const distance = (values[row] as number) - mean;
    squares += (weights === undefined ? 1 : (weights[row] as number)) * distance * distance;
  }
  const constant = !(squares > total * 1e-24 * Math.max(1, mean * mean));
  return { mean, factor: constant ? 0 : 1 / Math.sqrt(squares) };
}

function fillBlock(
  block: Float64Array,
  offset: number,
  values: Float64Array,
  { mean, factor, weights }: Scale & { readonly weights: Float64Array | undefined },
): void {
  for (let row = 0; row < values.length; row++) {
    const weight = weights === undefined ? 1 : Math.sqrt(weights[row] as number);
    block[offset + row] = weight * ((values[row] as number) - mean) * factor;
  }
}

/** Adds the products of every two columns of the block to the lower triangle, in tiles of two by four. */
function addProducts(sums: Float64Array, block: Float64Array, padded: number): void {
  for (let row = 0; row < padded; row += 2) {
    for (let column = 0; column <= row; column += 4) {
      addTile(sums, block, row, column, padded);
    }
  }
}

/** Eight sums at once, so that each value read serves several and no addition waits for the one before it. */
function addTile(
  sums: Float64Array,
  block: Float64Array,
  row: number,
  column: number,
  padded: number,
): void {
  const across = row * rowsInBlock;
  const down = column * rowsInBlock;
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let index = 0; index < rowsInBlock; index++) {
    const x0 = block[across + index] as number;
    const x1 = block[across + rowsInBlock + index] as number;
    const y0 = block[down + index] as number;
    const y1 = block[down + rowsInBlock + index] as number;
    const y2 = block[down + 2 * rowsInBlock + index] as number;
    const y3 = block[down + 3 * rowsInBlock + index] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  const at = row * padded + column;
  add(sums, at, s00, s01, s02, s03);
  add(sums, at + padded, s10, s11, s12, s13);
}

function add(sums: Float64Array, at: number, a: number, b: number, c: number, d: number): void {
  sums[at] = (sums[at] as number) + a;
  sums[at + 1] = (sums[at + 1] as number) + b;
  sums[at + 2] = (sums[at + 2] as number) + c;
  sums[at + 3] = (sums[at + 3] as number) + d;
}

function symmetric(sums: Float64Array, size: number, padded: number): Float64Array {
  const matrix = size === padded ? sums : new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = sums[row * padded + column] as number;
      matrix[row * size + column] = value;
      matrix[column * size + row] = value;
    }
  }
  return matrix;
}
