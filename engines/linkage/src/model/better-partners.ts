import type { Random } from "@causeway/kernel";
import type { Extent } from "../blocking/blocks.ts";
import type { ScoredPairs } from "../cluster/scored-pairs.ts";

const mostLooked = 3000;
const mostNeighbours = 80;
const fewest = 8;

/** How the pairs that are perhaps matches lie to those that surely are. */
export interface PartnerStructure {
  /** Pairs that were looked at and are not sure. */
  readonly unsure: number;
  /** Of these, both rows have a sure partner, and the two have nothing to do with each other. */
  readonly apart: number;
  /** Of these, the sure partners of both rows meet. */
  readonly together: number;
  /** The share of all rows that have a sure partner. */
  readonly partnered: number;
  /** The pairs that are apart, left and right in turn. */
  readonly pairs: Int32Array;
}

type IsSure = (left: number, right: number) => boolean;

/**
 * Looks at a sample of the pairs above the cut, and at what other pairs their rows are in. Partners meet where they are the
 * same row; of two tables, whose rows never have the same, where one's partner is a partner of the other's.
 */
export function partnerStructure(
  scored: ScoredPairs,
  cut: number,
  { rows, isTwo }: Pick<Extent, "rows" | "isTwo">,
  isSure: IsSure,
  random: Random,
): PartnerStructure {
  const likely = likelyPairs(scored, cut, rows);
  const partnersOf = partnerLists(likely, isSure);
  const meet = (one: readonly number[], other: readonly number[]): boolean =>
    one.some((row) => other.includes(row)) ||
    (isTwo && one.some((row) => partnersOf(row).some((far) => other.includes(far))));
  const chance = mostLooked / Math.max(1, likely.places.length);
  const pairs: number[] = [];
  let [unsure, together] = [0, 0];
  for (const place of likely.places) {
    if (chance < 1 && random() >= chance) continue;
    const [left, right] = [scored.left[place] ?? 0, scored.right[place] ?? 0];
    if (isSure(left, right)) continue;
    unsure++;
    const [a, b] = [partnersOf(left), partnersOf(right)];
    if (a.length === 0 || b.length === 0) continue;
    if (meet(a, b)) together++;
    else pairs.push(left, right);
  }
  const apart = pairs.length >> 1;
  const partnered = partneredShare(rows, partnersOf, random);
  return { unsure, apart, together, partnered, pairs: Int32Array.from(pairs) };
}

/**
 * Whether what is not sure are other things that only resemble each other: then having a sure partner of one's own has
 * nothing to do with whom one resembles, so that both rows have one as often as chance would have it, and these do not
 * meet. Matches with errors do not look like that: what is one thing has its partners in common (transitivity as in
 * ZeroER, Wu, Chaba, Sawlani, Chu & Thirumuruganathan 2020, section 5), or has none but each other.
 */
export function areOthers({ unsure, apart, together, partnered }: PartnerStructure): boolean {
  return apart >= Math.max(fewest, 0.5 * partnered ** 2 * unsure) && apart > 2 * together;
}

function partneredShare(rows: number, partnersOf: PartnersOf, random: Random): number {
  const looked = Math.min(rows, mostLooked);
  let partnered = 0;
  for (let at = 0; at < looked; at++) {
    const row = Math.floor(((at + random()) * rows) / looked);
    if (partnersOf(row).length > 0) partnered++;
  }
  return partnered / Math.max(1, looked);
}

type PartnersOf = (row: number) => readonly number[];

function partnerLists({ starts, others }: LikelyPairs, isSure: IsSure): PartnersOf {
  const known = new Map<number, readonly number[]>();
  return (row) => {
    const found = known.get(row);
    if (found !== undefined) return found;
    const start = starts[row] ?? 0;
    const end = Math.min(starts[row + 1] ?? 0, start + mostNeighbours);
    const own = [...others.subarray(start, end)].filter((other) =>
      isSure(Math.min(row, other), Math.max(row, other)),
    );
    known.set(row, own);
    return own;
  };
}

interface LikelyPairs {
  /** Places of the pairs above the cut. */
  readonly places: Uint32Array;
  /** The others of row r stand from `starts[r]` to `starts[r + 1]`. */
  readonly starts: Uint32Array;
  readonly others: Uint32Array;
}

function likelyPairs({ size, left, right, weight }: ScoredPairs, cut: number, rows: number) {
  const kept = new Uint32Array(size);
  const starts = new Uint32Array(rows + 1);
  let count = 0;
  for (let place = 0; place < size; place++) {
    if ((weight[place] ?? 0) < cut) continue;
    kept[count++] = place;
    for (const row of [left[place] ?? 0, right[place] ?? 0])
      starts[row + 1] = (starts[row + 1] ?? 0) + 1;
  }
  for (let row = 0; row < rows; row++)
    starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0);
  const places = kept.slice(0, count);
  const next = starts.slice();
  const others = new Uint32Array(2 * count);
  const put = (row: number, other: number): void => {
    const at = next[row] ?? 0;
    others[at] = other;
    next[row] = at + 1;
  };
  for (const place of places) {
    const [one, other] = [left[place] ?? 0, right[place] ?? 0];
    put(one, other);
    put(other, one);
  }
  return { places, starts, others };
}
