import type { Codes, PatternSource } from "../../data/pattern-source.ts";
import type { LocalScore } from "./local-score.ts";

/**
 * BIC of a table of categories: Σ n ln(n / n of its parents' values), less ½ ln(rows) for every free probability (Schwarz
 * 1978; Chickering 2002, section 4); of the rows of a bootstrap sample the share `information` counts. Parents whose
 * probabilities cost more than a perfect fit could bring score −∞ uncounted (de Campos & Ji 2011). The columns must be complete.
 */
export function discreteScore(source: PatternSource, information: number): LocalScore {
  const { codes, weights, count } = source.patterns(source.names.map((_, column) => column));
  const drawn = weights ?? new Int32Array(count).fill(1);
  const rows = drawn.reduce((sum, weight) => sum + weight, 0);
  const penalty = Math.log(Math.max(2, rows * information)) / 2;
  const xLogX = new Float64Array(rows + 1);
  for (let n = 2; n <= rows; n++) xLogX[n] = n * Math.log(n);
  const prefix = prefixKeys(codes, source.levels, count);
  return (node, parents) => {
    const own = source.levels[node] as number;
    const strata = parents.reduce((product, column) => product * (source.levels[column] ?? 1), 1);
    const free = strata * (own - 1);
    if (penalty * free > rows * Math.log(own)) return Number.NEGATIVE_INFINITY;
    const last = parents.at(-1);
    const counts = countFamily({
      values: codes[node] as Codes,
      own,
      last: last === undefined ? undefined : (codes[last] as Codes),
      base: last === undefined ? 1 : (source.levels[last] as number),
      prefix: parents.length > 1 ? prefix(parents.slice(0, -1)) : undefined,
      places: strata * own,
      weights: drawn,
    });
    return logLikelihood(counts, own, xLogX) - penalty * free;
  };
}

/** The mixed-radix number of the codes of some columns for each pattern; the last answer is kept, since growing asks it often. */
function prefixKeys(codes: readonly Codes[], levels: readonly number[], count: number) {
  let known = "";
  const keys = new Int32Array(count);
  return (columns: readonly number[]): Int32Array => {
    const wanted = columns.join();
    if (wanted === known) return keys;
    known = wanted;
    keys.fill(0);
    for (const column of columns) {
      const base = levels[column] as number;
      const values = codes[column] as Codes;
      for (let row = 0; row < count; row++)
        keys[row] = (keys[row] as number) * base + (values[row] as number);
    }
    return keys;
  };
}

interface Family {
  readonly values: Codes;
  readonly own: number;
  readonly last: Codes | undefined;
  readonly base: number;
  readonly prefix: Int32Array | undefined;
  readonly places: number;
  readonly weights: Int32Array;
}

/** A loop for each number of parents: what need not be asked for each row is not. */
function countFamily(family: Family): Int32Array {
  const { values, last, prefix, places, weights } = family;
  const counts = new Int32Array(places);
  if (!last)
    for (let row = 0; row < values.length; row++)
      add(counts, values[row] as number, weights[row] as number);
  else if (!prefix) countOneParent(counts, family, last, weights);
  else countParents(counts, family, last, prefix, weights);
  return counts;
}

function add(counts: Int32Array, at: number, weight: number): void {
  counts[at] = (counts[at] as number) + weight;
}

function countOneParent(
  counts: Int32Array,
  { values, own }: Family,
  last: Codes,
  weights: Int32Array,
): void {
  for (let row = 0; row < values.length; row++)
    add(counts, (last[row] as number) * own + (values[row] as number), weights[row] as number);
}

function countParents(
  counts: Int32Array,
  { values, own, base }: Family,
  last: Codes,
  prefix: Int32Array,
  weights: Int32Array,
): void {
  for (let row = 0; row < values.length; row++) {
    const stratum = (prefix[row] as number) * base + (last[row] as number);
    add(counts, stratum * own + (values[row] as number), weights[row] as number);
  }
}

function logLikelihood(counts: Int32Array, own: number, xLogX: Float64Array): number {
  let sum = 0;
  for (let start = 0; start < counts.length; start += own) {
    let total = 0;
    for (let place = start; place < start + own; place++) {
      const n = counts[place] as number;
      total += n;
      sum += xLogX[n] as number;
    }
    sum -= xLogX[total] as number;
  }
  return sum;
}
