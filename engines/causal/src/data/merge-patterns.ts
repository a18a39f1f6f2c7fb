import type { Codes, Patterns } from "./pattern-source.ts";

/** Up to so many combinations a table with a place for each is faster than hashing. */
const mostPlaces = 1 << 18;

/**
 * Patterns that agree in every column, merged, with their weights added, by the mixed-radix number of a pattern.
 * `bases[c]` exceeds every code of column c. Where the combinations exceed 31 bits, or fewer than a third
 * of the patterns would go, they stay as they are.
 */
export function mergePatterns(patterns: Patterns, bases: readonly number[]): Patterns {
  const { codes, weights, count: rows } = patterns;
  const combinations = bases.reduce((product, base) => product * base, 1);
  if (combinations > 2 ** 31) return patterns;
  const keys = patternKeys(codes, bases, rows);
  const { owners, first, count } =
    combinations <= mostPlaces ? ownersByPlace(keys, combinations) : ownersByHash(keys);
  if (count * 3 > rows * 2) return patterns;
  const totals = new Int32Array(count);
  for (let row = 0; row < rows; row++) {
    const owner = owners[row] as number;
    totals[owner] =
      (totals[owner] as number) + (weights === undefined ? 1 : (weights[row] as number));
  }
  return { codes: codes.map((column) => picked(column, first, count)), weights: totals, count };
}

interface Owners {
  /** The number of each row's distinct pattern. */
  readonly owners: Int32Array;
  /** The row in which each distinct pattern stands first. */
  readonly first: Int32Array;
  readonly count: number;
}

function ownersByPlace(keys: Int32Array, combinations: number): Owners {
  const rows = keys.length;
  const owners = new Int32Array(rows);
  const first = new Int32Array(rows);
  const places = new Int32Array(combinations);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const key = keys[row] as number;
    let number = places[key] as number;
    if (number === 0) {
      first[count++] = row;
      number = count;
      places[key] = number;
    }
    owners[row] = number - 1;
  }
  return { owners, first, count };
}

/** Numbers equal keys alike, in the order in which they first occur: open addressing with linear probing. */
export function ownersByHash(keys: Int32Array): Owners {
  const rows = keys.length;
  const slots = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
  const slotOwner = new Int32Array(slots).fill(-1);
  const owners = new Int32Array(rows);
  const first = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const key = keys[row] as number;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & (slots - 1);
    let owner = slotOwner[slot] as number;
    while (owner >= 0 && keys[first[owner] as number] !== key) {
      slot = (slot + 1) & (slots - 1);
      owner = slotOwner[slot] as number;
    }
    if (owner < 0) {
      owner = count++;
      slotOwner[slot] = owner;
      first[owner] = row;
    }
    owners[row] = owner;
  }
  return { owners, first, count };
}

function picked(column: Codes, from: Int32Array, count: number): Codes {
  const result = column instanceof Uint8Array ? new Uint8Array(count) : new Int32Array(count);
  for (let index = 0; index < count; index++)
    result[index] = column[from[index] as number] as number;
  return result;
}

function patternKeys(codes: readonly Codes[], bases: readonly number[], rows: number): Int32Array {
  const keys = new Int32Array(rows);
  for (const [column, values] of codes.entries()) {
    const base = bases[column] as number;
    for (let row = 0; row < rows; row++)
      keys[row] = (keys[row] as number) * base + (values[row] as number);
  }
  return keys;
}
