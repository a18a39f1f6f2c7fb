import type { Patterns } from "../data/pattern-source.ts";

/** Counts in blocks of (levels of x) × (levels of y), one block a stratum; empty strata may be among them. */
export interface StratifiedCounts {
  readonly counts: Float64Array;
  readonly strata: number;
  /** Strata that the levels of the conditioning variables allow. */
  readonly possible: number;
}

/**
 * Counts x against y within the strata of further columns. Consecutive questions that share the beginning of their
 * conditioning set share its work, and buffers are reused: the answer is valid until the next question.
 */
export function stratifiedCounter(patterns: Patterns, levels: readonly number[]) {
  const rows = patterns.weights.length;
  const [rowCount = 1, columnCount = 1] = levels;
  const block = rowCount * columnCount;
  const cell = cellNumbers(patterns, columnCount);
  const complete = patterns.codes.map((codes) => !codes.includes(-1));
  const prefixes: { readonly place: number; readonly stratum: Float64Array; possible: number }[] =
    [];
  let counts = new Float64Array(block);

  function stratumOf(given: readonly number[]): {
    readonly stratum: Float64Array | undefined;
    readonly possible: number;
  } {
    let depth = 0;
    while (
      depth < given.length &&
      depth < prefixes.length &&
      prefixes[depth]?.place === given[depth]
    )
      depth++;
    prefixes.length = depth;
    for (; depth < given.length; depth++) {
      const place = given[depth] as number;
      const before = prefixes[depth - 1];
      const count = levels[place] as number;
      const stratum = extend(before?.stratum, patterns.codes[place] as Int32Array, count, rows);
      prefixes.push({ place, stratum, possible: (before?.possible ?? 1) * count });
    }
    const last = prefixes[given.length - 1];
    return { stratum: last?.stratum, possible: last?.possible ?? 1 };
  }

  return (given: readonly number[]): StratifiedCounts => {
    const { stratum, possible } = stratumOf(given);
    const dense = possible <= Math.max(64, rows);
    const { index, strata } =
      stratum === undefined || dense ? { index: stratum, strata: possible } : renumber(stratum);
    const size = strata * block;
    if (counts.length < size) counts = new Float64Array(size);
    else counts.fill(0, 0, size);
    const skips = !complete[0] || !complete[1] || given.some((place) => !complete[place]);
    if (index === undefined && !skips) addAll(counts, cell, patterns.weights);
    else
      addByStratum(counts, cell, patterns.weights, index ?? new Float64Array(rows), block, skips);
    return { counts, strata, possible };
  };
}

function cellNumbers({ codes, weights }: Patterns, columnCount: number): Int32Array {
  const [x, y] = [codes[0] as Int32Array, codes[1] as Int32Array];
  const cell = new Int32Array(weights.length);
  for (let row = 0; row < cell.length; row++) {
    const [left, right] = [x[row] as number, y[row] as number];
    cell[row] = left < 0 || right < 0 ? -1 : left * columnCount + right;
  }
  return cell;
}

function extend(
  before: Float64Array | undefined,
  codes: Int32Array,
  levels: number,
  rows: number,
): Float64Array {
  const stratum = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const code = codes[row] as number;
    const prefix = before === undefined ? 0 : (before[row] as number);
    stratum[row] = code < 0 || prefix < 0 ? -1 : prefix * levels + code;
  }
  return stratum;
}

function addAll(counts: Float64Array, cell: Int32Array, weights: Float64Array): void {
  for (let row = 0; row < cell.length; row++) {
    const at = cell[row] as number;
    counts[at] = (counts[at] as number) + (weights[row] as number);
  }
}

function addByStratum(
  counts: Float64Array,
  cell: Int32Array,
  weights: Float64Array,
  stratum: Float64Array,
  block: number,
  skips: boolean,
): void {
  for (let row = 0; row < cell.length; row++) {
    const inner = cell[row] as number;
    const outer = stratum[row] as number;
    if (skips && (inner < 0 || outer < 0)) continue;
    const at = outer * block + inner;
    counts[at] = (counts[at] as number) + (weights[row] as number);
  }
}

function renumber(stratum: Float64Array): {
  readonly index: Float64Array;
  readonly strata: number;
} {
  const numbers = new Map<number, number>();
  const index = stratum.map((key) => {
    if (key < 0) return -1;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  return { index, strata: numbers.size };
}
