import type { Extent } from "../blocking/blocks.ts";
import { pairList, type ScoredPairs, strongestFirst } from "./scored-pairs.ts";

/** Which sides of a linkage have each thing at most once. */
export interface Uniqueness {
  readonly left: boolean;
  readonly right: boolean;
}

/**
 * Pairs taken strongest first; a row is taken once where the other side has no duplicates. Greedy, which for likenesses finds nearly
 * what an optimal assignment does (Papadakis, Efthymiou, Thanos, Hassanzadeh & Christen 2023).
 */
export function assignPairs(
  scored: ScoredPairs,
  rows: number,
  unique: Uniqueness,
  cut: number,
): ScoredPairs {
  const taken = new Uint8Array(rows);
  const list = pairList();
  for (const place of strongestFirst(scored)) {
    const bits = scored.weight[place] ?? 0;
    if (bits < cut) break;
    const [left, right] = [scored.left[place] ?? 0, scored.right[place] ?? 0];
    // Where the left has each thing once, a row of the right is one of them only.
    if ((unique.left && taken[right] === 1) || (unique.right && taken[left] === 1)) continue;
    taken[left] = 1;
    taken[right] = 1;
    list.add(left, right, bits);
  }
  return list.finish();
}

/** Even where nearly every row has a match, one that has none is thought possible. */
const leastUnmatched = 0.1;

/**
 * By how many bits less evidence is enough where sides have each thing once: most rows are matched, and with one row each,
 * so that of those left over the fewer pairs are the likelier. With D matches among rows A and B the odds of one more are
 * not D / (A B) but D / ((A − D) (B − D)) (Fortini, Liseo, Nuccitelli & Scanu 2001; Sadinle 2017). Half of that counts: D is
 * itself only estimated, and from pairs that grow with it.
 */
export function unmatchedBits(
  scored: ScoredPairs,
  extent: Extent,
  unique: Uniqueness,
  cut: number,
): number {
  const [left, right] = [extent.leftRows, extent.rows - extent.leftRows];
  let bits = 0;
  for (let round = 0; round < 3; round++) {
    const { size, weight } = assignPairs(scored, extent.rows, unique, cut + bits);
    const matches = weight.reduce((sum, own) => sum + 1 / (1 + 2 ** (cut + bits - own)), 0);
    const free = (rows: number): number => Math.log2(Math.max(leastUnmatched, 1 - matches / rows));
    bits = ((unique.right ? free(left) : 0) + (unique.left ? free(right) : 0)) / 2;
    if (size === 0) break;
  }
  return bits;
}
