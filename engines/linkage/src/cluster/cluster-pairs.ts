import { pairList, type ScoredPairs, strongestFirst } from "./scored-pairs.ts";

/** Rows that belong together, and every pair within. */
export interface Clustering {
  /** For each row the cluster it belongs to, named by its lowest row. */
  readonly clusters: Int32Array;
  /** All pairs within clusters; the evidence of a pair is its own or that of the link that joined the two groups. */
  readonly pairs: ScoredPairs;
}

const fewEnough = 120;
const most = 12;
/** By how many bits the pairs between two groups may on average speak against it, when one of them speaks for it. */
const slack = 1;

type Score = (left: number, right: number) => number;
/** How far pairs between two groups, left and right in turn, speak for one thing, in bits above the cut. */
type ScoreAll = (pairs: readonly number[], cut: number) => Float64Array;

/**
 * Joins rows that belong together, strongest pair first. Two groups join only if all the pairs between them together
 * do not speak against it (average linkage of the evidence above `cut`, a single pair counting at most ±12 bits): so
 * one deceiving link does not make one of two. Between large groups an even sample of their pairs is asked.
 */
export function clusterPairs(
  scored: ScoredPairs,
  rows: number,
  cut: number,
  score: Score,
  scoreAll: ScoreAll = (pairs, least) => scoreEach(pairs, least, score),
): Clustering {
  const clusters = new Int32Array(rows);
  for (let row = 0; row < rows; row++) clusters[row] = row;
  const groups = new Map<number, readonly number[]>();
  const members = (name: number): readonly number[] => groups.get(name) ?? [name];
  const list = pairList();
  for (const place of strongestFirst(scored)) {
    const bits = scored.weight[place] ?? 0;
    if (bits < cut) break;
    const a = clusters[scored.left[place] ?? 0] ?? 0;
    const b = clusters[scored.right[place] ?? 0] ?? 0;
    if (a === b) continue;
    const [left, right] = [members(Math.min(a, b)), members(Math.max(a, b))];
    if (meanEvidence(left, right, cut, scoreAll) < -slack) continue;
    for (const row of right) clusters[row] = Math.min(a, b);
    groups.set(Math.min(a, b), [...left, ...right]);
    groups.delete(Math.max(a, b));
    addPairs(left, right, (one, other) => list.add(one, other, Math.max(bits, score(one, other))));
  }
  return { clusters, pairs: list.finish() };
}

function scoreEach(pairs: readonly number[], cut: number, score: Score): Float64Array {
  return Float64Array.from(
    { length: pairs.length >> 1 },
    (_, at) => score(pairs[2 * at] ?? 0, pairs[2 * at + 1] ?? 0) - cut,
  );
}

function addPairs(
  left: readonly number[],
  right: readonly number[],
  add: (one: number, other: number) => void,
): void {
  for (const one of left)
    for (const other of right) add(Math.min(one, other), Math.max(one, other));
}

function meanEvidence(
  left: readonly number[],
  right: readonly number[],
  cut: number,
  scoreAll: ScoreAll,
): number {
  const all = left.length * right.length;
  if (all === 1) return 1;
  const step = Math.max(1, Math.floor(all / fewEnough)) | 1;
  const pairs: number[] = [];
  for (let at = 0; at < all; at += step) {
    const a = left[Math.floor(at / right.length)] ?? 0;
    const b = right[at % right.length] ?? 0;
    pairs.push(Math.min(a, b), Math.max(a, b));
  }
  let sum = 0;
  for (const bits of scoreAll(pairs, cut)) sum += Math.max(-most, Math.min(most, bits));
  return (2 * sum) / pairs.length;
}
