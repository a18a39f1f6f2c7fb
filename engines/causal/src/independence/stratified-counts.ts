import { mergePatterns } from "../data/merge-patterns.ts";
import type { Codes, Patterns } from "../data/pattern-source.ts";
import { countKeys, type Keys } from "./count-keys.ts";

/** Counts in blocks of (levels of x) × (levels of y), one block a stratum; empty strata may be among them. */
export interface StratifiedCounts {
  readonly counts: Int32Array;
  readonly strata: number;
}

export interface CountedColumns {
  readonly patterns: Patterns;
  readonly levels: readonly number[];
  readonly missing: readonly boolean[];
}

/** After so many questions about one pair its patterns are merged: that costs about as much as these did. */
const questionsBeforeMerge = 6;
/** Strata beyond this are numbered anew, by those that occur. */
const mostStrata = 1 << 14;

/**
 * Counts the first column against the second within the strata of others, given by their places. Consecutive questions that
 * share the beginning of their conditioning set share its work. The answer is valid until the next question.
 */
export function stratifiedCounter(
  columns: CountedColumns,
): (given: readonly number[]) => StratifiedCounts {
  let asked = 0;
  let count = counterOf(columns);
  return (given) => {
    if (++asked === questionsBeforeMerge) {
      const bases = columns.levels.map((levels, place) => levels + Number(columns.missing[place]));
      const merged = mergePatterns(columns.patterns, bases);
      if (merged !== columns.patterns) count = counterOf({ ...columns, patterns: merged });
    }
    return count(given);
  };
}

interface Prefix {
  readonly place: number;
  readonly stratum: Int32Array;
  readonly strata: number;
}

function counterOf({
  patterns,
  levels,
  missing,
}: CountedColumns): (given: readonly number[]) => StratifiedCounts {
  const { codes, count: rows } = patterns;
  const [rowCount = 1, columnCount = 1] = levels;
  const block = rowCount * columnCount;
  const cell = cellNumbers(
    codes[0] ?? new Uint8Array(),
    codes[1] ?? new Uint8Array(),
    columnCount,
    block,
  );
  const prefixes: Prefix[] = [];
  const baseOf = (place: number) => (levels[place] as number) + Number(missing[place]);

  function prefixOf(given: readonly number[]): Prefix | undefined {
    let depth = 0;
    while (depth < given.length && prefixes[depth]?.place === given[depth]) depth++;
    prefixes.length = depth;
    for (; depth < given.length; depth++) {
      const place = given[depth] as number;
      prefixes.push(extend(prefixes[depth - 1], place, codes[place] as Codes, baseOf(place), rows));
    }
    return prefixes[given.length - 1];
  }

  return (given) => {
    const last = given.at(-1);
    const prefix = prefixOf(given.slice(0, -1));
    const strata = (prefix?.strata ?? 1) * (last === undefined ? 1 : baseOf(last));
    const weights = testWeights(patterns, levels, missing, given);
    const column = last === undefined ? undefined : codes[last];
    const keys: Keys = { cell, column, prefix: prefix?.stratum, base: baseOf(last ?? 0), block };
    return { counts: countKeys(keys, strata * block, weights), strata };
  };
}

/** Rows in which a variable of the test is missing weigh nothing (test-wise deletion). */
function testWeights(
  { codes, weights, count }: Patterns,
  levels: readonly number[],
  missing: readonly boolean[],
  given: readonly number[],
): Int32Array | undefined {
  const incomplete = [0, 1, ...given].filter((place) => missing[place]);
  if (incomplete.length === 0) return weights;
  const result = weights ? Int32Array.from(weights) : new Int32Array(count).fill(1);
  for (const place of incomplete) {
    const column = codes[place] as Codes;
    const gone = levels[place] as number;
    for (let row = 0; row < count; row++) if (column[row] === gone) result[row] = 0;
  }
  return result;
}

function cellNumbers(
  x: Codes,
  y: Codes,
  columnCount: number,
  block: number,
): Uint16Array | Int32Array {
  const cell = block < 65_000 ? new Uint16Array(x.length) : new Int32Array(x.length);
  for (let row = 0; row < cell.length; row++) {
    const at = (x[row] as number) * columnCount + (y[row] as number);
    // A missing value would point past the block; its row weighs nothing wherever it is counted.
    cell[row] = at < block ? at : block - 1;
  }
  return cell;
}

function extend(
  before: Prefix | undefined,
  place: number,
  codes: Codes,
  base: number,
  rows: number,
): Prefix {
  const stratum = new Int32Array(rows);
  const strata = (before?.strata ?? 1) * base;
  if (!before) stratum.set(codes);
  else {
    const prefix = before.stratum;
    for (let row = 0; row < rows; row++)
      stratum[row] = (prefix[row] as number) * base + (codes[row] as number);
  }
  return strata <= mostStrata ? { place, stratum, strata } : { place, ...renumbered(stratum) };
}

function renumbered(stratum: Int32Array): {
  readonly stratum: Int32Array;
  readonly strata: number;
} {
  const numbers = new Map<number, number>();
  const result = new Int32Array(stratum.length);
  for (let row = 0; row < stratum.length; row++) {
    const key = stratum[row] as number;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    result[row] = known;
  }
  return { stratum: result, strata: numbers.size };
}
