import { normalQuantile } from "@causeway/engine-statistics";
import type { Random } from "@causeway/kernel";
import { selectValues } from "../dataset/select-rows.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly random: Random;
  /** Default 400, of very many rows 100. */
  readonly repetitions?: number;
  /** Default 0.95. */
  readonly level?: number;
  /** Rows of one group are drawn together: for repeated rows of one customer. */
  readonly groups?: Int32Array;
}

/** The score of so many rows is all but normal, and fewer draws tell its spread than its percentiles. */
const manyRows = 100_000;

/**
 * The percentile bootstrap interval of a score of paired rows, e.g. `areaUnderRoc`.
 * Draws where the score is not a number (one class only) are left out.
 * Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 */
export function bootstrapInterval(
  predicted: Float64Array,
  target: Float64Array,
  score: (predicted: Float64Array, target: Float64Array) => number,
  options: BootstrapOptions,
): Interval {
  return intervalOf(target.length, options, (rows) =>
    score(selectValues(predicted, rows), selectValues(target, rows)),
  );
}

/** The same for a score that can be reckoned from how often each of `rows` rows was drawn; which is faster where it saves a sorting. */
export function bootstrapCountsInterval(
  rows: number,
  score: (counts: Int32Array) => number,
  options: BootstrapOptions,
): Interval {
  const counts = new Int32Array(rows);
  return intervalOf(rows, options, (drawn) => {
    counts.fill(0);
    for (let at = 0; at < drawn.length; at++) {
      const row = drawn[at] as number;
      counts[row] = (counts[row] as number) + 1;
    }
    return score(counts);
  });
}

function intervalOf(
  rows: number,
  { random, level = 0.95, groups, ...more }: BootstrapOptions,
  score: (rows: Int32Array) => number,
): Interval {
  const draw = groups === undefined ? rowDrawer(rows, random) : groupDrawer(groups, random);
  const isMany = rows > manyRows;
  const repetitions = more.repetitions ?? (isMany ? 100 : 400);
  const scores: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const value = score(draw());
    if (Number.isFinite(value)) scores.push(value);
  }
  const tail = (1 - level) / 2;
  if (isMany) return normalInterval(scores, tail);
  scores.sort((a, b) => a - b);
  return { low: quantileOf(scores, tail), high: quantileOf(scores, 1 - tail) };
}

function normalInterval(scores: readonly number[], tail: number): Interval {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const reach = normalQuantile(1 - tail) * Math.sqrt(squares / (scores.length - 1));
  return { low: mean - reach, high: mean + reach };
}

/** Every call fills one and the same array. */
function rowDrawer(rows: number, random: Random): () => Int32Array {
  const drawn = new Int32Array(rows);
  return () => {
    for (let draw = 0; draw < rows; draw++) drawn[draw] = Math.floor(random() * rows);
    return drawn;
  };
}

function groupDrawer(groups: Int32Array, random: Random): () => Int32Array {
  const members = groupMembers(groups);
  return () => {
    const rows: number[] = [];
    for (let draw = 0; draw < members.length; draw++) {
      for (const row of members[Math.floor(random() * members.length)] ?? []) rows.push(row);
    }
    return Int32Array.from(rows);
  };
}

function groupMembers(groups: Int32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const list = members.get(group);
    if (list === undefined) members.set(group, [row]);
    else list.push(row);
  });
  return [...members.values()];
}

function quantileOf(sorted: readonly number[], probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const share = place - below;
  return (sorted[below] ?? 0) * (1 - share) + (sorted[Math.ceil(place)] ?? 0) * share;
}
