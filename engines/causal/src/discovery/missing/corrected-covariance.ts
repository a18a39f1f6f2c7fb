import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import type { Correlations, CovarianceSource } from "../../data/covariance-source.ts";
import type { DataTable } from "../../data/table.ts";
import { dimensionsOf } from "../../data/table-covariance.ts";
import { causesOf, type MissingCauses } from "./find-missing-causes.ts";

/** Causes of gaps in causes of gaps: deeper than this they are taken as they are. */
const deepest = 3;

interface Covariance {
  /** Row-major over the dimensions. */
  readonly matrix: Float64Array;
  readonly rows: number;
}

/**
 * Correlations of columns with gaps as all rows would give them: given what being missing hangs on, the complete rows are like
 * all others, so the regression on it is learned from them and its own covariance from all rows (the permutation correction of
 * Tu et al. 2019, section 3.2, in closed form; Anderson 1957 for one pattern of gaps). Holds also where the chance of being
 * known is nought, as far as lines go.
 */
export function correctedCovariance(table: DataTable, causes: MissingCauses): CovarianceSource {
  const parts = table.columns.map((column) => dimensionsOf(column, table.weights));
  const columnsOf = (variables: readonly number[]) =>
    variables.flatMap((variable) => parts[variable] ?? []);
  const covariance = (variables: readonly number[], depth: number): Covariance => {
    const on = depth > deepest ? [] : causesOf(causes, variables);
    if (on.length === 0) return completeCovariance(columnsOf(variables), table.weights);
    const rest = variables.filter((variable) => !on.includes(variable));
    const order = [...on, ...rest];
    const complete = completeCovariance(columnsOf(order), table.weights);
    const first = columnsOf(on).length;
    const matrix = extended(complete.matrix, covariance(on, depth + 1).matrix, first);
    const starts = new Map<number, number>();
    let at = 0;
    for (const variable of order) {
      starts.set(variable, at);
      at += parts[variable]?.length ?? 0;
    }
    const places = variables.flatMap((variable) =>
      (parts[variable] ?? []).map((_, offset) => (starts.get(variable) ?? 0) + offset),
    );
    return { matrix: submatrix(matrix, at, places), rows: complete.rows };
  };
  return {
    names: table.columns.map((column) => column.name),
    dimensions: parts.map((part) => part.length),
    whole: undefined,
    correlation: (variables) => scaled(covariance(variables, 0)),
  };
}

/** Over the rows in which all columns are known. */
function completeCovariance(
  columns: readonly Float64Array[],
  counts: Float64Array | undefined,
): Covariance {
  const size = columns.length;
  const length = columns[0]?.length ?? 0;
  const weights = new Float64Array(length);
  for (let row = 0; row < length; row++) weights[row] = counts?.[row] ?? 1;
  for (const values of columns)
    for (let row = 0; row < length; row++)
      if (Number.isNaN(values[row] as number)) weights[row] = 0;
  let rows = 0;
  for (const weight of weights) rows += weight;
  const means = columns.map((values) => weightedSum(weights, values) / rows);
  const centred = columns.map((values, place) => {
    const mean = means[place] as number;
    return values.map((value, row) => ((weights[row] as number) > 0 ? value - mean : 0));
  });
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const left = (centred[i] as Float64Array).map((value, row) => value * (weights[row] as number));
    for (let j = 0; j <= i; j++) {
      const product = weightedSum(left, centred[j] as Float64Array) / rows;
      matrix[i * size + j] = product;
      matrix[j * size + i] = product;
    }
  }
  return { matrix, rows };
}

function weightedSum(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] as number;
    if (weight !== 0) sum += weight * (values[row] as number);
  }
  return sum;
}

/** The covariance of all dimensions, where that of the `first` ones is `known` better than from the complete rows. */
function extended(complete: Float64Array, known: Float64Array, first: number): Float64Array {
  const size = Math.sqrt(complete.length);
  const at = (row: number, column: number) => complete[row * size + column] as number;
  const among = leading(complete, first);
  const factor = choleskyFactor(among, first);
  if (!factor) return complete;
  const slopes = Array.from({ length: size - first }, (_, place) =>
    choleskySolve(
      factor,
      Float64Array.from({ length: first }, (_, j) => at(first + place, j)),
    ),
  );
  const result = complete.slice();
  const set = (row: number, column: number, value: number) => {
    result[row * size + column] = value;
    result[column * size + row] = value;
  };
  for (let i = 0; i < first; i++)
    for (let j = 0; j <= i; j++) set(i, j, known[i * first + j] as number);
  for (const [place, slope] of slopes.entries()) {
    const row = first + place;
    const moved = multiply(known, slope);
    const change = moved.map((value, j) => value - (multiply(among, slope)[j] as number));
    for (const [j, value] of moved.entries()) set(row, j, value);
    for (const [other, otherSlope] of slopes.slice(0, place + 1).entries())
      set(row, first + other, at(row, first + other) + dot(otherSlope, change));
  }
  return result;
}

/** The covariance of the first dimensions, nudged so that it can be inverted where some follow from others. */
function leading(matrix: Float64Array, first: number): Float64Array {
  const size = Math.sqrt(matrix.length);
  const result = new Float64Array(first * first);
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < first; j++) result[i * first + j] = matrix[i * size + j] as number;
    result[i * first + i] = (matrix[i * size + i] as number) * (1 + 1e-9) + 1e-12;
  }
  return result;
}

const dot = (left: Float64Array, right: Float64Array) =>
  left.reduce((sum, value, place) => sum + value * (right[place] as number), 0);

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let column = 0; column < size; column++)
      sum += (matrix[row * size + column] as number) * (vector[column] as number);
    return sum;
  });
}

function submatrix(matrix: Float64Array, size: number, places: readonly number[]): Float64Array {
  const result = new Float64Array(places.length ** 2);
  for (const [row, from] of places.entries())
    for (const [column, to] of places.entries())
      result[row * places.length + column] = matrix[from * size + to] as number;
  return result;
}

/** A constant correlates with nothing. */
function scaled({ matrix, rows }: Covariance): Correlations {
  const size = Math.sqrt(matrix.length);
  const deviations = Array.from({ length: size }, (_, place) =>
    Math.sqrt(Math.max(0, matrix[place * size + place] as number)),
  );
  const result = new Float64Array(matrix.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const scale = (deviations[row] as number) * (deviations[column] as number);
      const value = (matrix[row * size + column] as number) / scale;
      if (scale > 1e-12) result[row * size + column] = row === column ? 1 : value;
    }
  }
  return { matrix: result, rows };
}
