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
