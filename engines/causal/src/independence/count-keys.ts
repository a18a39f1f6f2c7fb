import type { Codes } from "../data/pattern-source.ts";

/** A number for each row that tells combinations of codes apart. */
export type RowKeys = Codes | Uint16Array;

/** What the place of a row's count is made of: prefix · base + column. */
export interface Keys {
  readonly prefix: RowKeys | undefined;
  readonly column: RowKeys;
  readonly base: number;
}

/** Up to so many places even and odd rows are counted in tables of their own. */
const mostPlacesTwice = 1 << 12;

/**
 * Counts rows by place. Neighbouring rows often share their place, and an addition must wait for the one before
 * it at the same place; with two tables, even and odd rows do not wait for each other.
 */
export function countKeys(keys: Keys, places: number, weights: Int32Array | undefined): Int32Array {
  if (weights) return countWeighted(keys, new Int32Array(places), weights);
  if (places > mostPlacesTwice) return countInto(keys, new Int32Array(places), 0);
  const twice = new Int32Array(2 * places);
  countInto(keys, twice, places);
  const counts = twice.slice(0, places);
  for (let place = 0; place < places; place++)
    counts[place] = (counts[place] as number) + (twice[places + place] as number);
  return counts;
}

/** Odd rows count `second` places further on. */
function countInto({ prefix, column, base }: Keys, counts: Int32Array, second: number): Int32Array {
  if (!prefix) return countColumn(column, counts, second);
  const even = column.length & ~1;
  for (let row = 0; row < even; row += 2) {
    const a = (prefix[row] as number) * base + (column[row] as number);
    const b = second + (prefix[row + 1] as number) * base + (column[row + 1] as number);
    counts[a] = (counts[a] as number) + 1;
    counts[b] = (counts[b] as number) + 1;
  }
  if (even < column.length) {
    const last = (prefix[even] as number) * base + (column[even] as number);
    counts[last] = (counts[last] as number) + 1;
  }
  return counts;
}

function countColumn(column: RowKeys, counts: Int32Array, second: number): Int32Array {
  for (let row = 0; row < column.length; row++) {
    const at = (column[row] as number) + (row & 1 ? second : 0);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

function countWeighted(
  { prefix, column, base }: Keys,
  counts: Int32Array,
  weights: Int32Array,
): Int32Array {
  for (let row = 0; row < column.length; row++) {
    const at = (prefix ? (prefix[row] as number) * base : 0) + (column[row] as number);
    counts[at] = (counts[at] as number) + (weights[row] as number);
  }
  return counts;
}
