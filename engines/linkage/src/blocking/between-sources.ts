import { pairList, type ScoredPairs } from "../cluster/scored-pairs.ts";
import type { Pairs } from "./sample-pairs.ts";

/** The source of each row, where a table says so. */
export type Sources = Int32Array | undefined;

/** Only the pairs of rows of different sources. */
export function betweenSources(pairs: Pairs, sources: Sources): Pairs {
  if (sources === undefined) return pairs;
  return pairs.filter((_, at) => sources[pairs[at & ~1] ?? 0] !== sources[pairs[at | 1] ?? 0]);
}

/** Only the scored pairs of rows of different sources. */
export function scoredBetweenSources(scored: ScoredPairs, sources: Sources): ScoredPairs {
  if (sources === undefined) return scored;
  const list = pairList();
  for (let at = 0; at < scored.size; at++) {
    const [one, other] = [scored.left[at] ?? 0, scored.right[at] ?? 0];
    if (sources[one] !== sources[other]) list.add(one, other, scored.weight[at] ?? 0);
  }
  return list.finish();
}
