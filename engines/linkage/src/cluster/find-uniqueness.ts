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

/** Whether a row and another of its own side are one thing as surely as the row and its match on the other side are. */
export type IsTwin = (row: number, other: number, match: number) => boolean;

/** Other codes and numbers always are a disagreement. */
const wordKinds: ReadonlySet<Field["kind"]> = new Set(["category", "company", "name", "text"]);
/** So little a level may weigh, in bits, that it says nothing of whether two rows are one. */
const idle = 1.5;

/**
 * A twin agrees, or nearly, in all but a fifth of the fields that both rows have; what matches disagree in nearly as often
 * as strangers do, as in the venue of a paper, is no disagreement. And in the fields that all three rows have it resembles
 * the row nearly as much as the match does.
 */
export function twinTest(
  fields: readonly Field[],
  weights: readonly Float64Array[],
  score: (left: number, right: number) => number,
  sure: number,
): IsTwin {
  const levelsOf = (row: number, other: number): readonly number[] =>
    fields.map(({ compare }) => compare(Math.min(row, other), Math.max(row, other)));
  const inWords = fields.map(({ kind }) => wordKinds.has(kind));
  const bitsOf = (level: number, at: number): number => weights[at]?.[level] ?? 0;
  return (row, other, match) => {
    if (score(Math.min(row, other), Math.max(row, other)) < sure) return false;
    const own = levelsOf(row, other);
    const filled = own.filter((level) => level !== missing);
    const unlike = own.filter(
      (level, at) =>
        level < 0.6 * ((fields[at]?.levels.length ?? 1) - 1) &&
        (!inWords[at] || Math.abs(bitsOf(level, at)) >= idle),
    );
    if (unlike.length > Math.floor(filled.length / 5)) return false;
    const ofMatch = levelsOf(row, match);
    const sumOf = (levels: readonly number[]): number =>
      levels.reduce(
        (sum, level, at) =>
          own[at] === missing || ofMatch[at] === missing ? sum : sum + bitsOf(level, at),
        0,
      );
    const usual = sumOf(ofMatch);
    return sumOf(own) >= usual - Math.max(3, 0.15 * usual);
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
  const best = bestMatches(pairs, extent.rows, sure);
  const isUnique = (from: number, to: number): boolean => {
    const rows = sampleSure(best.bits, from, to, sure, random);
    const twins = rows.filter((row) =>
      hasTwin(row, blocks, from > 0, (other) => isTwin(row, other, best.match[row] ?? row)),
    );
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

/** The best match of each row, and its bits; below what is sure where it has none. */
function bestMatches({ size, left, right, weight }: ScoredPairs, rows: number, sure: number) {
  const bits = new Float64Array(rows).fill(sure - 1);
  const match = new Int32Array(rows);
  const offer = (row: number, other: number, own: number): void => {
    if (own <= (bits[row] ?? 0)) return;
    bits[row] = own;
    match[row] = other;
  };
  for (let place = 0; place < size; place++) {
    const [one, other] = [left[place] ?? 0, right[place] ?? 0];
    offer(one, other, weight[place] ?? 0);
    offer(other, one, weight[place] ?? 0);
  }
  return { bits, match };
}

/** Whether some row of its own side is this one's twin. */
function hasTwin(
  row: number,
  blocks: readonly Blocks[],
  isRight: boolean,
  isTwin: (other: number) => boolean,
): boolean {
  let left = mostCompared;
  for (const rule of blocks) {
    for (const other of neighbours(rule, row, isRight)) {
      if (other !== row && isTwin(other)) return true;
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
