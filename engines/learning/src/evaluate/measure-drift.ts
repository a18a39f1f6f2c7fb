import type { Dataset } from "../dataset/dataset.ts";
import { selectRows } from "../dataset/select-rows.ts";
import { populationStability } from "../drift/population-stability.ts";
import { sortedOrder } from "../metrics/sorted-order.ts";
import type { OutOfFold } from "./cross-validate.ts";

/** How the population and the model's honesty change along time. */
export interface DriftReport {
  /** Population stability of each column between the first four fifths of time and the last; the most moved first. */
  readonly columns: readonly { readonly column: string; readonly psi: number }[];
  /** Mean prediction beside mean outcome of each judged fold, in time order. */
  readonly folds: readonly FoldMeans[];
  /** Some column moved (PSI over 0.25), or some fold's mean prediction is off by over a tenth of the outcome's spread and three standard errors. */
  readonly drifted: boolean;
}

interface FoldMeans {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
}

export function measureDrift(dataset: Dataset, times: Float64Array, held: OutOfFold): DriftReport {
  const order = sortedOrder(times);
  const cut = Math.floor(0.8 * order.length);
  const base = selectRows(dataset, order.subarray(0, cut));
  const later = selectRows(dataset, order.subarray(cut));
  const columns = base.columns
    .flatMap((column, place) => {
      const other = later.columns[place];
      if (other === undefined) return [];
      return [{ column: column.name, psi: populationStability(column, other) }];
    })
    .sort((a, b) => b.psi - a.psi);
  const folds = held.predicted.length === 1 ? foldMeans(held) : [];
  const spread = deviation(held.target);
  const isOff = folds.some(
    ({ rows, predicted, observed }) =>
      Math.abs(predicted - observed) > spread * Math.max(0.1, 3 / Math.sqrt(rows)),
  );
  return { columns, folds, drifted: isOff || columns.some(({ psi }) => psi > 0.25) };
}

function foldMeans(held: OutOfFold): FoldMeans[] {
  const sums = new Map<number, { predicted: number; observed: number; rows: number }>();
  held.fold.forEach((fold, place) => {
    const sum = sums.get(fold) ?? { predicted: 0, observed: 0, rows: 0 };
    sum.predicted += held.predicted[0]?.[place] ?? 0;
    sum.observed += held.target[place] as number;
    sum.rows++;
    sums.set(fold, sum);
  });
  return [...sums.values()].map(({ predicted, observed, rows }) => ({
    rows,
    predicted: predicted / rows,
    observed: observed / rows,
  }));
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}
