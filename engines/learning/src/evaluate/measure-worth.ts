import { benjaminiHochberg, normalQuantile, normalUpper } from "@causeway/engine-statistics";
import type { Dataset } from "../dataset/dataset.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import type { Fold } from "../folds/folds.ts";
import { fitLogistic } from "../linear/fit-logistic.ts";
import { predictLinear } from "../linear/predict-linear.ts";
import type { Interval } from "../metrics/bootstrap-interval.ts";

/** What a group of columns adds to a prediction of what it never saw. */
export interface Worth extends Interval {
  readonly name: string;
  /** Held-out log-loss without the group less that with it, in bits a thousand cases; above 0 it helps. */
  readonly gain: number;
  /** Chance of so great a gain where the group says nothing. */
  readonly p: number;
  /** The same with the false discoveries among all groups kept in check. */
  readonly q: number;
}

export interface WorthOptions {
  readonly folds: readonly Fold[];
  /** Ridge penalty of the fits; default 10. */
  readonly l2?: number;
  /** Of the intervals; default 0.9. */
  readonly level?: number;
}

const bitsPerThousand = 1_000 / Math.LN2;

/**
 * For each group of columns: fits with it and without it on every fold's training rows, and compares the two case by case
 * on rows that neither saw (paired, one-sided; normal approximation as in Diebold & Mariano, JBES 13, 1995), with the
 * false discovery rate over the groups by Benjamini & Hochberg. What another group says as well counts for neither.
 */
export function measureWorth(
  dataset: Dataset,
  target: Float64Array,
  groups: ReadonlyMap<string, readonly string[]>,
  options: WorthOptions,
): readonly Worth[] {
  const { folds, l2 = 10, level = 0.9 } = options;
  const full = heldOutLosses(dataset, target, folds, l2);
  const reach = normalQuantile(1 - (1 - level) / 2);
  const measured = Array.from(groups, ([name, columns]) => {
    const left = new Set(columns);
    const rest = selectColumns(dataset, (column) => !left.has(column));
    const without = heldOutLosses(rest, target, folds, l2);
    const { mean, error } = meanOf(without.map((loss, place) => loss - (full[place] ?? 0)));
    return {
      name,
      gain: bitsPerThousand * mean,
      low: bitsPerThousand * (mean - reach * error),
      high: bitsPerThousand * (mean + reach * error),
      p: error > 0 ? normalUpper(mean / error) : 1,
    };
  });
  const adjusted = benjaminiHochberg(measured.map(({ p }) => p));
  return measured.map((worth, place) => ({ ...worth, q: adjusted[place] ?? 1 }));
}

function heldOutLosses(
  dataset: Dataset,
  target: Float64Array,
  folds: readonly Fold[],
  l2: number,
): readonly number[] {
  return folds.flatMap(({ train, test }) => {
    const model = fitLogistic(selectRows(dataset, train), selectValues(target, train), { l2 });
    const predicted = predictLinear(model, selectRows(dataset, test));
    return Array.from(test, (row, place) => {
      const chance = Math.min(1 - 1e-6, Math.max(1e-6, predicted[place] ?? 0.5));
      return -Math.log((target[row] ?? 0) > 0.5 ? chance : 1 - chance);
    });
  });
}

function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
