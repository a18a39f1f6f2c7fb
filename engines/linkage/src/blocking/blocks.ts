import type { Feature } from "./feature.ts";

/** The rows of two tables, or of one to be compared with itself, as one row of numbers. */
export interface Extent {
  /** Rows below this are of the left table. */
  readonly leftRows: number;
  readonly rows: number;
  /** Two tables: a pair has one row of each. Otherwise any two rows. */
  readonly isTwo: boolean;
}

/** All pairs that could be compared. */
export function totalPairs({ leftRows, rows, isTwo }: Extent): number {
  return isTwo ? leftRows * (rows - leftRows) : (rows * (rows - 1)) / 2;
}

/** A blocking rule: rows with a common key are compared. */
export interface Blocks {
  readonly name: string;
  readonly columns: readonly string[];
  /** Keys of row r from `starts[r]` on; those of blocks too large to compare are left out. */
  readonly starts: Uint32Array;
  readonly keys: Uint32Array;
  /** The rows with key k stand from `offsets[k]` to `offsets[k + 1]` in `members`, ascending. */
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
  /** Of block k, where the rows of the right table begin; its first row where there is one table. */
  readonly middles: Uint32Array;
  readonly pairs: number;
}

/** How many pairs each key of a feature would give. */
export function pairsOfKeys(
  feature: Pick<Feature, "starts" | "keys" | "size">,
  extent: Extent,
): Float64Array {
  const left = new Uint32Array(feature.size);
  const right = new Uint32Array(feature.size);
  for (let row = 0; row < extent.rows; row++) {
    const side = extent.isTwo && row >= extent.leftRows ? right : left;
    const end = feature.starts[row + 1] ?? 0;
    for (let at = feature.starts[row] ?? 0; at < end; at++) {
      const key = feature.keys[at] ?? 0;
      side[key] = (side[key] ?? 0) + 1;
    }
  }
  const pairs = new Float64Array(feature.size);
  for (let key = 0; key < feature.size; key++) {
    const [a, b] = [left[key] ?? 0, right[key] ?? 0];
    pairs[key] = extent.isTwo ? a * b : (a * (a - 1)) / 2;
  }
  return pairs;
}

/** The blocks of a feature without those of more than `limit` pairs. */
export function buildBlocks(
  name: string,
  columns: readonly string[],
  feature: Pick<Feature, "starts" | "keys" | "size">,
  extent: Extent,
  limit: number,
): Blocks {
  const pairs = pairsOfKeys(feature, extent);
  const place = new Int32Array(feature.size).fill(-1);
  let [size, total] = [0, 0];
  for (let key = 0; key < feature.size; key++) {
    const own = pairs[key] ?? 0;
    if (own === 0 || own > limit) continue;
    place[key] = size++;
    total += own;
  }
  const { starts, keys } = renameKeys(feature, place);
  return { name, columns, starts, keys, ...membersOf(starts, keys, size, extent), pairs: total };
}

/** The rows of each key, counted first and then put in their places. */
function membersOf(starts: Uint32Array, keys: Uint32Array, size: number, extent: Extent) {
  const offsets = new Uint32Array(size + 1);
  for (const key of keys) offsets[key + 1] = (offsets[key + 1] ?? 0) + 1;
  for (let key = 0; key < size; key++) {
    offsets[key + 1] = (offsets[key + 1] ?? 0) + (offsets[key] ?? 0);
  }
  const next = offsets.slice();
  const middles = offsets.slice(0, size);
  const members = new Uint32Array(keys.length);
  for (let row = 0; row < extent.rows; row++) {
    if (extent.isTwo && row === extent.leftRows) middles.set(next.subarray(0, size));
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at++) {
      const key = keys[at] ?? 0;
      const position = next[key] ?? 0;
      members[position] = row;
      next[key] = position + 1;
    }
  }
  return { offsets, members, middles };
}

/** The keys under other names, those that have none (-1) left out. */
export function renameKeys(feature: Pick<Feature, "starts" | "keys">, place: Int32Array) {
  const rows = feature.starts.length - 1;
  const starts = new Uint32Array(rows + 1);
  const kept = new Uint32Array(feature.keys.length);
  let size = 0;
  for (let row = 0; row < rows; row++) {
    const end = feature.starts[row + 1] ?? 0;
    for (let at = feature.starts[row] ?? 0; at < end; at++) {
      const key = place[feature.keys[at] ?? 0] ?? -1;
      if (key >= 0) kept[size++] = key;
    }
    starts[row + 1] = size;
  }
  return { starts, keys: kept.slice(0, size) };
}
