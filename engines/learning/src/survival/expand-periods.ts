import { createDataset, type Dataset } from "../dataset/dataset.ts";
import { selectRows } from "../dataset/select-rows.ts";

/** The column that says which period a row of the expanded data speaks of. */
export const periodColumn = "period";

/** One row for every period in which a subject was seen. */
export interface ExpandedPeriods {
  /** The subjects' columns and the period. */
  readonly dataset: Dataset;
  /** Row of the subject. */
  readonly rows: Int32Array;
  /** From 1. */
  readonly numbers: Float64Array;
  /** 1 where the end came in the period. */
  readonly target: Float64Array;
}

/**
 * `periods[i]` is the number of periods in which subject i was seen, `events[i]` 1 where the last of them brought the end.
 * Throws RangeError where a subject was seen in no period.
 */
export function expandPeriods(
  dataset: Dataset,
  periods: Int32Array,
  events: Float64Array,
): ExpandedPeriods {
  if (periods.some((count) => count < 1)) throw new RangeError("Every subject needs a period");
  const total = periods.reduce((sum, count) => sum + count, 0);
  const rows = new Int32Array(total);
  const numbers = new Float64Array(total);
  const target = new Float64Array(total);
  let at = 0;
  periods.forEach((count, row) => {
    for (let period = 1; period <= count; period++, at++) {
      rows[at] = row;
      numbers[at] = period;
      target[at] = period === count ? (events[row] as number) : 0;
    }
  });
  return { dataset: withPeriod(selectRows(dataset, rows), numbers), rows, numbers, target };
}

/** The data set with the period of each row as a number. */
export function withPeriod(dataset: Dataset, numbers: Float64Array): Dataset {
  return createDataset(
    [...dataset.columns, { kind: "numeric", name: periodColumn, values: numbers }],
    dataset.rows,
  );
}

/** The same with the period as one of `count` levels, so that a regression learns a hazard of its own for each. */
export function withPeriodLevel(dataset: Dataset, numbers: Float64Array, count: number): Dataset {
  const levels = Array.from({ length: count }, (_, place) => String(place + 1));
  const codes = new Int32Array(numbers.length);
  for (let row = 0; row < codes.length; row++) codes[row] = (numbers[row] as number) - 1;
  return createDataset(
    [...dataset.columns, { kind: "categorical", name: periodColumn, codes, levels }],
    dataset.rows,
  );
}
