import type { Codes, PatternSource } from "../data/pattern-source.ts";
import { countKeys, type RowKeys } from "./count-keys.ts";

/** How many rows have each combination of some columns' codes: at Σ code × stride. */
export interface JointCounts {
  readonly counts: Int32Array;
  strideOf(column: number): number;
}

/** Counts of columns in any order, a missing value being one code more; the answer belongs to the counter and is not to be changed. */
export type JointCounter = (columns: readonly number[]) => JointCounts;

/** Tables are kept up to so many cells in all (16 MB); then the counter starts again. */
const mostKept = 1 << 22;
/** Places up to here fit into two bytes each. */
const narrow = 1 << 16;

/**
 * Counts each set of columns once: the same table answers whether any two of its columns are independent given the others, and
 * how well they explain one of them. Questions that share their first columns share the work on these.
 */
export function jointCounter(source: PatternSource): JointCounter {
  const bases = source.levels.map((levels, column) => levels + Number(source.missing[column]));
  const keyOf = setKeys(bases.length);
  const prefixOf = prefixKeys(bases);
  const known = new Map<number | string, JointCounts>();
  let kept = 0;
  return (columns) => {
    const key = keyOf(columns);
    const before = known.get(key);
    if (before) return before;
    const { codes, weights, count } = source.patterns(columns);
    const places = columns.reduce((product, column) => product * (bases[column] as number), 1);
    const last = columns.length - 1;
    const keys = {
      prefix: last > 0 ? prefixOf(columns, codes, count) : undefined,
      column: codes[last] ?? new Uint8Array(count),
      base: bases[columns[last] ?? -1] ?? 1,
    };
    const table = jointTable(columns, bases, countKeys(keys, places, weights));
    kept += places;
    if (kept > mostKept) {
      known.clear();
      kept = places;
    }
    known.set(key, table);
    return table;
  };
}

function jointTable(
  columns: readonly number[],
  bases: readonly number[],
  counts: Int32Array,
): JointCounts {
  const strides = new Array<number>(columns.length);
  let stride = 1;
  for (let place = columns.length - 1; place >= 0; place--) {
    strides[place] = stride;
    stride *= bases[columns[place] as number] as number;
  }
  return { counts, strideOf: (column) => strides[columns.indexOf(column)] as number };
}

/** The same key for the same columns in any order: a number where it fits, else a text. */
function setKeys(size: number): (columns: readonly number[]) => number | string {
  const longest = Math.floor(Math.log(Number.MAX_SAFE_INTEGER) / Math.log(size + 2));
  return (columns) => {
    const sorted = columns.slice().sort((a, b) => a - b);
    if (columns.length > longest) return sorted.join();
    let key = 0;
    for (const column of sorted) key = key * (size + 1) + column + 1;
    return key;
  };
}

interface Prefix {
  readonly codes: Codes;
  readonly keys: RowKeys;
}

/** The mixed-radix numbers of all columns but the last, row by row; what a question shares with the one before it is kept. */
function prefixKeys(bases: readonly number[]) {
  const prefixes: Prefix[] = [];
  const buffers: (Uint16Array | Int32Array | undefined)[] = [];
  return (columns: readonly number[], codes: readonly Codes[], rows: number): RowKeys => {
    const wanted = columns.length - 1;
    let depth = 0;
    while (depth < wanted && prefixes[depth]?.codes === codes[depth]) depth++;
    prefixes.length = depth;
    let places = 1;
    for (let place = 0; place < wanted; place++) {
      const base = bases[columns[place] as number] as number;
      places *= base;
      if (place < depth) continue;
      const own = codes[place] as Codes;
      const keys = roomFor(rows, places, buffers[place]);
      buffers[place] = keys;
      const before = prefixes[place - 1];
      // A copy of the first column too: counting is compiled for keys of one kind.
      if (before) extend(before.keys, own, base, keys);
      else keys.set(own);
      prefixes.push({ codes: own, keys });
    }
    return (prefixes.at(-1) as Prefix).keys;
  };
}

function extend(before: RowKeys, codes: Codes, base: number, keys: Uint16Array | Int32Array): void {
  for (let row = 0; row < keys.length; row++)
    keys[row] = (before[row] as number) * base + (codes[row] as number);
}

function roomFor(
  rows: number,
  places: number,
  used: Uint16Array | Int32Array | undefined,
): Uint16Array | Int32Array {
  const fits = used?.length === rows && (places <= narrow || used instanceof Int32Array);
  if (fits) return used;
  return places <= narrow ? new Uint16Array(rows) : new Int32Array(rows);
}
