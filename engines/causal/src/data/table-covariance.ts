import { correlate } from "./correlate.ts";
import type { Correlations, CovarianceSource } from "./covariance-source.ts";
import type { Column, DataTable } from "./table.ts";

/**
 * Correlations of a table in memory. A category of k levels takes k − 1 indicator dimensions, its most frequent
 * level being left out (degenerate Gaussian: Andrews, Ramsey & Cooper 2019). Without missing values the whole matrix
 * is computed once, or taken where it is `known`; with them each question uses the rows complete in its own variables (test-wise
 * deletion).
 */
export function tableCovariance(table: DataTable, known?: Correlations): CovarianceSource {
  const parts = table.columns.map((column) => dimensionsOf(column, table.weights));
  const starts = prefixSums(parts.map((part) => part.length));
  const all = parts.flat();
  const { weights } = table;
  const complete = known !== undefined || !all.some((values) => values.includes(Number.NaN));
  const whole = known ?? (complete ? correlate(all, weights) : undefined);
  return {
    names: table.columns.map((column) => column.name),
    dimensions: parts.map((part) => part.length),
    whole,
    correlation(variables) {
      const wanted = variables.flatMap((variable) =>
        (parts[variable] ?? []).map((_, offset) => (starts[variable] ?? 0) + offset),
      );
      if (!whole) {
        return completeRows(
          wanted.map((index) => all[index] ?? new Float64Array()),
          weights,
        );
      }
      const matrix = new Float64Array(wanted.length ** 2);
      for (const [row, from] of wanted.entries()) {
        for (const [column, to] of wanted.entries()) {
          matrix[row * wanted.length + column] = whole.matrix[from * all.length + to] ?? 0;
        }
      }
      return { matrix, rows: whole.rows };
    },
  };
}

function prefixSums(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}

/** The columns of numbers by which a Gaussian test takes a column: itself, or the indicators of its levels. */
export function dimensionsOf(
  column: Column,
  weights: Float64Array | undefined,
): readonly Float64Array[] {
  if (column.kind === "continuous") return [column.values];
  const totals = new Float64Array(column.levels.length);
  for (const [row, code] of column.codes.entries()) {
    if (code >= 0) totals[code] = (totals[code] ?? 0) + (weights?.[row] ?? 1);
  }
  const reference = totals.indexOf(Math.max(...totals));
  return column.levels.flatMap((_, level) =>
    level === reference || totals[level] === 0
      ? []
      : [
          Float64Array.from(column.codes, (code) =>
            code < 0 ? Number.NaN : Number(code === level),
          ),
        ],
  );
}

/** The rows without a missing value in any of the columns. */
function completeRows(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
): Correlations {
  const kept: number[] = [];
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    if (weights?.[row] !== 0 && !columns.some((values) => Number.isNaN(values[row])))
      kept.push(row);
  }
  const pick = (values: Float64Array) =>
    Float64Array.from(kept, (row) => values[row] ?? Number.NaN);
  return correlate(columns.map(pick), weights && pick(weights));
}
