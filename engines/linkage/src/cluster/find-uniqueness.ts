import type { Random } from "@causeway/kernel";
import type { Blocks, Extent } from "../blocking/blocks.ts";
import type { Uniqueness } from "./one-to-one.ts";
import type { ScoredPairs } from "./scored-pairs.ts";

const sampled = 1500;
const mostCompared = 2000;

type Score = (left: number, right: number) => number;

/**
 * Whether each side of a linkage has each thing at most once, from the data: among rows that surely match one of the
 * other side, how many have a row on their own side that resembles them as much as their match does.
 */
export function findUniqueness(
  pairs: ScoredPairs,
  blocks: readonly Blocks[],
  extent: Extent,
  sure: number,
  score: Score,
  random: Random,
): Uniqueness {
  const bestOf = bestMatches(pairs, extent.rows, sure);
  const isUnique = (from: number, to: number): boolean => {
    const rows = sampleSure(bestOf, from, to, sure, random);
    const twins = rows.filter((row) => {
      const bits = Math.max(sure, (bestOf[row] ?? 0) - 3);
      return hasTwin(row, blocks, from > 0, bits, score);
    });
    return twins.length < 0.2 * rows.length || rows.length === 0;
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
  score: Score,
): boolean {
  let left = mostCompared;
  for (const rule of blocks) {
    for (const other of neighbours(rule, row, isRight)) {
      if (other === row) continue;
      if (score(Math.min(row, other), Math.max(row, other)) >= bits) return true;
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
