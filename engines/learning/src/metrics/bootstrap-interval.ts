import type { Random } from "@causeway/kernel";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly random: Random;
  /** Default 400. */
  readonly repetitions?: number;
  /** Default 0.95. */
  readonly level?: number;
  /** Rows of one group are drawn together: for repeated rows of one customer. */
  readonly groups?: Int32Array;
}

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
    score(pick(predicted, rows), pick(target, rows)),
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
    for (const row of drawn) counts[row] = (counts[row] as number) + 1;
    return score(counts);
  });
}

function intervalOf(
  rows: number,
  { random, repetitions = 400, level = 0.95, groups }: BootstrapOptions,
  score: (rows: readonly number[]) => number,
): Interval {
  const members = groupMembers(rows, groups);
  const scores: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const value = score(drawRows(members, random));
    if (Number.isFinite(value)) scores.push(value);
  }
  scores.sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  return { low: quantileOf(scores, tail), high: quantileOf(scores, 1 - tail) };
}

function groupMembers(
  rows: number,
  groups: Int32Array | undefined,
): readonly (readonly number[])[] {
  if (groups === undefined) return Array.from({ length: rows }, (_, row) => [row]);
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const list = members.get(group);
    if (list === undefined) members.set(group, [row]);
    else list.push(row);
  });
  return [...members.values()];
}

function drawRows(members: readonly (readonly number[])[], random: Random): number[] {
  const rows: number[] = [];
  for (let draw = 0; draw < members.length; draw++) {
    for (const row of members[Math.floor(random() * members.length)] ?? []) rows.push(row);
  }
  return rows;
}

function pick(values: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row] as number);
}

function quantileOf(sorted: readonly number[], probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const share = place - below;
  return (sorted[below] ?? 0) * (1 - share) + (sorted[Math.ceil(place)] ?? 0) * share;
}
