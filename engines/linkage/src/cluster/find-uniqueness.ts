import type { Random } from "@causeway/kernel";
import type { Blocks, Extent } from "../blocking/blocks.ts";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import type { Uniqueness } from "./one-to-one.ts";
import type { ScoredPairs } from "./scored-pairs.ts";

const sampled = 1500;
const mostCompared = 2000;
/** Products have near twins that are others, so that a few are no sign. */
const mostTwins = 0.35;

/** Whether two rows of one side are one thing: by evidence of at least so many bits, and in nearly all respects. */
export type IsTwin = (row: number, other: number, bits: number) => boolean;

/** A twin agrees, or nearly, in all but a fifth of the fields that both rows have. */
export function twinTest(
  fields: readonly Field[],
  score: (left: number, right: number) => number,
): IsTwin {
  return (row, other, bits) => {
    const [left, right] = [Math.min(row, other), Math.max(row, other)];
    if (score(left, right) < bits) return false;
    let [filled, unlike] = [0, 0];
    for (const { levels, compare } of fields) {
      const level = compare(left, right);
      if (level === missing) continue;
      filled++;
      if (level < 0.6 * (levels.length - 1)) unlike++;
    }
    return unlike <= Math.floor(filled / 5);
  };
}

/**
 * Whether each side of a linkage has each thing at most once, from the data: among rows that surely match one of the
 * other side, how many have a row on their own side that resembles them as much as their match does.
 */
export function findUniqueness(
  pairs: ScoredPairs,
  blocks: readonly Blocks[],
  extent: Extent,
  sure: number,
  isTwin: IsTwin,
  random: Random,
): Uniqueness {
  const bestOf = bestMatches(pairs, extent.rows, sure);
  const isUnique = (from: number, to: number): boolean => {
    const rows = sampleSure(bestOf, from, to, sure, random);
    const twins = rows.filter((row) => {
      const bits = Math.max(sure, (bestOf[row] ?? 0) - 3);
      return hasTwin(row, blocks, from > 0, bits, isTwin);
    });
    return twins.length < mostTwins * rows.length || rows.length === 0;
  };
  return { left: isUnique(0, extent.leftRows), right: isUnique(extent.leftRows, extent.rows) };
}

function sampleSure(best: Float64Array, from: number, to: number, sure: number, random: Random) {
  const rows: number[] = [];
  for (let row = from; row < to; row++) if ((best[row] ?? 0) >= sure) rows.push(row);
  const chance = sampled / Math.max(1, rows.length);
  return chance >= 1 ? rows : rows.filter(() => random() < chance);
}

function bestMatches(pairs: ScoredPairs, rows: number, sure: number): Float64Array {
  const best = new Float64Array(rows).fill(sure - 1);
  for (let place = 0; place < pairs.size; place++) {
    const bits = pairs.weight[place] ?? 0;
    for (const row of [pairs.left[place] ?? 0, pairs.right[place] ?? 0]) {
      if (bits > (best[row] ?? 0)) best[row] = bits;
    }
  }
  return best;
}

/** Whether a row of its own side resembles this one by at least so many bits. */
function hasTwin(
  row: number,
  blocks: readonly Blocks[],
  isRight: boolean,
  bits: number,
  isTwin: IsTwin,
): boolean {
  let left = mostCompared;
  for (const rule of blocks) {
    for (const other of neighbours(rule, row, isRight)) {
      if (other !== row && isTwin(row, other, bits)) return true;
      if (--left === 0) return false;
    }
  }
  return false;
}

/** Rows of the same side that share a block with this one. */
function* neighbours(
  { starts, keys, offsets, middles, members }: Blocks,
  row: number,
  isRight: boolean,
) {
  for (const key of keys.subarray(starts[row] ?? 0, starts[row + 1] ?? 0)) {
    const middle = middles[key] ?? 0;
    yield* isRight
      ? members.subarray(middle, offsets[key + 1] ?? 0)
      : members.subarray(offsets[key] ?? 0, middle);
  }
}
