import { ownersByHash } from "../data/merge-patterns.ts";
import type { Codes, PatternSource, Patterns } from "../data/pattern-source.ts";
import { countKeys, type RowKeys } from "./count-keys.ts";

/** Counts of x against y in strata: stratum s begins at `starts[s]`, its rows and columns are so far apart. */
export interface StratifiedCounts {
  readonly counts: Int32Array;
  readonly starts: Int32Array;
  readonly strata: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Strata beyond this are numbered anew, by those that occur. */
const mostStrata = 1 << 14;

/**
 * Counts the first of some columns against the second within the strata of others: for conditioning sets with more combinations
 * than a table should have cells, of which most do not occur. Consecutive questions that share the beginning of their conditioning set
 * share its work.
 */
export function stratifiedCounter(
  source: PatternSource,
  columns: readonly number[],
): (given: readonly number[]) => StratifiedCounts {
  const patterns = source.patterns(columns);
  const [x = 0, y = 0] = columns;
  const [height, width] = [source.levels[x] as number, source.levels[y] as number];
  const block = height * width;
  const cell = cellNumbers(patterns, width, block);
  const prefixes: Prefix[] = [];
  return (given) => {
    let depth = 0;
    while (depth < given.length && prefixes[depth]?.column === given[depth]) depth++;
    prefixes.length = depth;
    for (; depth < given.length; depth++) {
      const column = given[depth] as number;
      const codes = patterns.codes[columns.indexOf(column)] as Codes;
      const base = (source.levels[column] as number) + Number(source.missing[column]);
      prefixes.push(extended(prefixes[depth - 1], { column, codes, base }));
    }
    const { stratum, strata } = prefixes.at(-1) ?? { stratum: undefined, strata: 1 };
    const weights = testWeights(source, patterns, columns, [x, y, ...given]);
    const keys = { prefix: stratum, column: cell, base: block };
    const starts = Int32Array.from({ length: strata }, (_, number) => number * block);
    const counts = countKeys(keys, strata * block, weights);
    return { counts, starts, strata, rowStride: width, columnStride: 1 };
  };
}

/** Rows in which a variable of the test is missing weigh nothing (test-wise deletion). */
function testWeights(
  { levels, missing }: PatternSource,
  { codes, weights, count }: Patterns,
  columns: readonly number[],
  asked: readonly number[],
): Int32Array | undefined {
  const incomplete = asked.filter((column) => missing[column]);
  if (incomplete.length === 0) return weights;
  const result = weights ? Int32Array.from(weights) : new Int32Array(count).fill(1);
  for (const column of incomplete) {
    const own = codes[columns.indexOf(column)] as Codes;
    const gone = levels[column] as number;
    for (let row = 0; row < count; row++) if (own[row] === gone) result[row] = 0;
  }
  return result;
}

function cellNumbers({ codes, count }: Patterns, width: number, block: number): RowKeys {
  const [x, y] = codes as readonly [Codes, Codes];
  const cell = block < 65_000 ? new Uint16Array(count) : new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const at = (x[row] as number) * width + (y[row] as number);
    // A missing value would point past the block; its row weighs nothing wherever it is counted.
    cell[row] = at < block ? at : block - 1;
  }
  return cell;
}

interface Prefix {
  readonly column: number;
  readonly stratum: Int32Array;
  readonly strata: number;
}

function extended(
  before: Prefix | undefined,
  {
    column,
    codes,
    base,
  }: { readonly column: number; readonly codes: Codes; readonly base: number },
): Prefix {
  if (!before) return { column, stratum: Int32Array.from(codes), strata: base };
  const stratum = before.stratum.map((number, row) => number * base + (codes[row] as number));
  const strata = before.strata * base;
  if (strata <= mostStrata) return { column, stratum, strata };
  const { owners, count } = ownersByHash(stratum);
  return { column, stratum: owners, strata: count };
}
