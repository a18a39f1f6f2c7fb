import type { Codes } from "../data/pattern-source.ts";

/** What the place of a row's count is made of: (prefix · base + column) · block + cell. */
export interface Keys {
  readonly cell: Uint16Array | Int32Array;
  readonly column: Codes | undefined;
  readonly prefix: Int32Array | undefined;
  readonly base: number;
  readonly block: number;
}

/** Up to so many places even and odd rows are counted in tables of their own. */
const mostPlacesTwice = 1 << 12;

/**
 * Counts rows by place. Neighbouring rows often share their place, and an addition must wait for the one before
 * it at the same place; with two tables, even and odd rows do not wait for each other.
 */
export function countKeys(keys: Keys, places: number, weights: Int32Array | undefined): Int32Array {
  if (weights) return countWeighted(keys, new Int32Array(places), weights);
  const second = places <= mostPlacesTwice ? places : 0;
  const counts = new Int32Array(places + second);
  if (!keys.column) countCells(keys, counts, second);
  else if (!keys.prefix) countOne(keys, keys.column, counts, second);
  else countMany(keys, keys.column, keys.prefix, counts, second);
  if (second === 0) return counts;
  for (let place = 0; place < places; place++)
    counts[place] = (counts[place] as number) + (counts[places + place] as number);
  return counts.subarray(0, places);
}

function countCells({ cell }: Keys, counts: Int32Array, second: number): void {
  const even = cell.length & ~1;
  for (let row = 0; row < even; row += 2) {
    const a = cell[row] as number;
    const b = second + (cell[row + 1] as number);
    counts[a] = (counts[a] as number) + 1;
    counts[b] = (counts[b] as number) + 1;
  }
  if (even < cell.length) {
    const last = cell[even] as number;
    counts[last] = (counts[last] as number) + 1;
  }
}

function countOne({ cell, block }: Keys, column: Codes, counts: Int32Array, second: number): void {
  const even = cell.length & ~1;
  for (let row = 0; row < even; row += 2) {
    const a = (column[row] as number) * block + (cell[row] as number);
    const b = second + (column[row + 1] as number) * block + (cell[row + 1] as number);
    counts[a] = (counts[a] as number) + 1;
    counts[b] = (counts[b] as number) + 1;
  }
  if (even < cell.length) {
    const last = (column[even] as number) * block + (cell[even] as number);
    counts[last] = (counts[last] as number) + 1;
  }
}

function countMany(
  { cell, base, block }: Keys,
  column: Codes,
  prefix: Int32Array,
  counts: Int32Array,
  second: number,
): void {
  const even = cell.length & ~1;
  for (let row = 0; row < even; row += 2) {
    const next = row + 1;
    const a =
      ((prefix[row] as number) * base + (column[row] as number)) * block + (cell[row] as number);
    const b =
      second +
      ((prefix[next] as number) * base + (column[next] as number)) * block +
      (cell[next] as number);
    counts[a] = (counts[a] as number) + 1;
    counts[b] = (counts[b] as number) + 1;
  }
  if (even < cell.length) {
    const stratum = (prefix[even] as number) * base + (column[even] as number);
    const last = stratum * block + (cell[even] as number);
    counts[last] = (counts[last] as number) + 1;
  }
}

function countWeighted(keys: Keys, counts: Int32Array, weights: Int32Array): Int32Array {
  const { cell, column, prefix, base, block } = keys;
  if (!column) {
    for (let row = 0; row < cell.length; row++) {
      const at = cell[row] as number;
      counts[at] = (counts[at] as number) + (weights[row] as number);
    }
  } else if (!prefix) {
    for (let row = 0; row < cell.length; row++) {
      const at = (column[row] as number) * block + (cell[row] as number);
      counts[at] = (counts[at] as number) + (weights[row] as number);
    }
  } else {
    for (let row = 0; row < cell.length; row++) {
      const stratum = (prefix[row] as number) * base + (column[row] as number);
      const at = stratum * block + (cell[row] as number);
      counts[at] = (counts[at] as number) + (weights[row] as number);
    }
  }
  return counts;
}
