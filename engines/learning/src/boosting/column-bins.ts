import type { Column } from "../dataset/dataset.ts";

/** How the values of one column fall into bins (numbers 0 to 254). */
export type ColumnBins = NumericBins | CategoricalBins;

/** Bin b holds the values in (bounds[b − 1], bounds[b]]; the last value bin has no upper bound; missing values follow as a bin of their own. */
export interface NumericBins {
  readonly kind: "numeric";
  readonly bounds: Float64Array;
  readonly missingBin: number;
  readonly count: number;
}

/** Bin 0 holds missing, unseen and rare levels; every other bin is one level. */
export interface CategoricalBins {
  readonly kind: "categorical";
  readonly binOfLevel: Uint8Array;
  readonly levelOfBin: Int32Array;
  readonly count: number;
}

/** Learns at most `maxBins` (≤ 255) bins of like mass; a value more frequent than a bin's share gets one of its own. */
export function learnColumnBins(column: Column, maxBins: number): ColumnBins {
  return column.kind === "numeric"
    ? learnNumericBins(column.values, maxBins)
    : learnCategoricalBins(column.codes, column.levels.length, maxBins);
}

function learnNumericBins(values: Float64Array, maxBins: number): NumericBins {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const { distinct, counts } = runLengths(sorted);
  const bounds = cutPoints(distinct, counts, sorted.length, maxBins - 1);
  return {
    kind: "numeric",
    bounds,
    missingBin: bounds.length + 1,
    count: bounds.length + 2,
  };
}

function runLengths(sorted: Float64Array): { distinct: number[]; counts: number[] } {
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value) {
      counts[counts.length - 1] = (counts[counts.length - 1] as number) + 1;
    } else {
      distinct.push(value);
      counts.push(1);
    }
  }
  return { distinct, counts };
}

function cutPoints(
  distinct: readonly number[],
  counts: readonly number[],
  total: number,
  maxBins: number,
): Float64Array {
  const cuts: number[] = [];
  const isSmall = distinct.length <= maxBins;
  let filled = 0;
  let rest = total;
  for (let at = 0; at + 1 < distinct.length && cuts.length + 1 < maxBins; at++) {
    filled += counts[at] as number;
    const share = rest / (maxBins - cuts.length);
    if (isSmall || filled >= share || (counts[at + 1] as number) >= share) {
      cuts.push(between(distinct[at] as number, distinct[at + 1] as number));
      rest -= filled;
      filled = 0;
    }
  }
  return Float64Array.from(cuts);
}

/** A number in [low, high): rounding must not carry a bound up to the next value. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

function learnCategoricalBins(codes: Int32Array, levels: number, maxBins: number): CategoricalBins {
  const counts = new Int32Array(levels);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const frequent = Array.from(counts.keys())
    .filter((level) => (counts[level] as number) > 0)
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    .slice(0, maxBins - 1);
  const binOfLevel = new Uint8Array(levels);
  frequent.forEach((level, place) => {
    binOfLevel[level] = place + 1;
  });
  return {
    kind: "categorical",
    binOfLevel,
    levelOfBin: Int32Array.from([-1, ...frequent]),
    count: frequent.length + 1,
  };
}

/** The bin of every row. */
export function assignBins(column: Column, bins: ColumnBins): Uint8Array {
  if (column.kind === "numeric" && bins.kind === "numeric") {
    const assigned = new Uint8Array(column.values.length);
    for (let row = 0; row < assigned.length; row++) {
      assigned[row] = numericBin(bins, column.values[row] as number);
    }
    return assigned;
  }
  if (column.kind === "categorical" && bins.kind === "categorical") {
    const assigned = new Uint8Array(column.codes.length);
    for (let row = 0; row < assigned.length; row++) {
      // Missing values have the code −1, which no level has.
      assigned[row] = bins.binOfLevel[column.codes[row] as number] ?? 0;
    }
    return assigned;
  }
  throw new RangeError(`Column ${column.name} changed its kind`);
}

function numericBin(bins: NumericBins, value: number): number {
  if (Number.isNaN(value)) return bins.missingBin;
  const { bounds } = bins;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
