import type { Column, Dataset } from "../dataset/dataset.ts";
import { isFilled } from "../dataset/is-filled.ts";
import { sortedOrder } from "../metrics/sorted-order.ts";
import type { Leak, LeakReason } from "./finding.ts";

export interface LeakOptions {
  /** When the prediction of each row is made; any number scale. */
  readonly moments?: Float64Array;
  /** By column: when each row's value became known, on the scale of `moments`; NaN where unknown. */
  readonly knownAt?: Readonly<Record<string, Float64Array>>;
}

const rowsLookedAtFirst = 5_000;

/** Fewer rows of a class than this prove nothing. */
const leastOfClass = 20;

/**
 * Columns proven to leak: by time stamps, or because they give the outcome without error. `target` is 0/1 for a binary
 * outcome, class numbers for several, or any number.
 */
export function findLeaks(
  dataset: Dataset,
  target: Float64Array,
  options: LeakOptions = {},
): readonly Leak[] {
  const classes = smallCounts(target);
  return dataset.columns.flatMap((column) => {
    const reason =
      knownLater(column.name, options) ??
      (classes === undefined
        ? restatesNumber(column, target)
        : (separates(column, target, classes) ?? missingnessSeparates(column, target, classes)));
    return reason === undefined ? [] : [{ column: column.name, reason }];
  });
}

function knownLater(name: string, { moments, knownAt }: LeakOptions): LeakReason | undefined {
  const known = knownAt?.[name];
  if (moments === undefined || known === undefined) return undefined;
  let [later, stamped] = [0, 0];
  known.forEach((time, row) => {
    if (Number.isNaN(time)) return;
    stamped++;
    if (time > (moments[row] as number)) later++;
  });
  return later > 0 ? { code: "known-later", share: later / stamped } : undefined;
}

/** Rows by class where the target has few values and enough rows of at least two of them; else undefined. */
function smallCounts(target: Float64Array): ReadonlyMap<number, number> | undefined {
  const counts = new Map<number, number>();
  for (const value of target) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > 50) return undefined;
  }
  const large = [...counts.values()].filter((count) => count >= leastOfClass);
  return large.length >= 2 ? counts : undefined;
}

/** Every value (or run of values) belongs to one class, with far fewer runs than rows. */
function separates(
  column: Column,
  target: Float64Array,
  classes: ReadonlyMap<number, number>,
): LeakReason | undefined {
  const filled = filledRows(column);
  if (!coversClasses(filled, target, classes)) return undefined;
  // Fewer rows have fewer changes: where some of them change too often, sorting all is spared.
  const few = filled.slice(0, rowsLookedAtFirst);
  const isPure =
    column.kind === "numeric"
      ? runsOfClass(column.values, target, few) <= classes.size &&
        runsOfClass(column.values, target, filled) <= classes.size
      : levelsArePure(column.codes, column.levels.length, target, filled);
  return isPure ? { code: "deterministic", rows: filled.length } : undefined;
}

function coversClasses(
  rows: readonly number[],
  target: Float64Array,
  classes: ReadonlyMap<number, number>,
): boolean {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = target[row] as number;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const large = [...classes.keys()].filter((value) => (counts.get(value) ?? 0) >= leastOfClass);
  return large.length >= 2;
}

/** How often the class changes along the ascending values, plus one; infinite where a value has two classes. */
function runsOfClass(values: Float64Array, target: Float64Array, rows: readonly number[]): number {
  const keys = Float64Array.from(rows, (row) => values[row] as number);
  const ordered = Array.from(sortedOrder(keys), (place) => rows[place] as number);
  let runs = 1;
  for (let at = 1; at < ordered.length; at++) {
    const [before, here] = [ordered[at - 1] as number, ordered[at] as number];
    if (target[before] === target[here]) continue;
    if (values[before] === values[here]) return Number.POSITIVE_INFINITY;
    runs++;
  }
  return runs;
}

function levelsArePure(
  codes: Int32Array,
  levels: number,
  target: Float64Array,
  rows: readonly number[],
): boolean {
  const classOf = new Float64Array(levels).fill(Number.NaN);
  const counts = new Int32Array(levels);
  for (const row of rows) {
    const code = codes[row] as number;
    const value = target[row] as number;
    if (!Number.isNaN(classOf[code]) && classOf[code] !== value) return false;
    classOf[code] = value;
    counts[code] = (counts[code] as number) + 1;
  }
  // Levels of one or two rows are pure by nature: an identifier proves nothing.
  const solid = counts.reduce((sum, count) => sum + (count >= 5 ? count : 0), 0);
  return solid >= 0.9 * rows.length;
}

/** Present for one class and missing for the others, without exception. */
function missingnessSeparates(
  column: Column,
  target: Float64Array,
  classes: ReadonlyMap<number, number>,
): LeakReason | undefined {
  const sides = new Map<number, boolean>();
  for (let row = 0; row < target.length; row++) {
    const value = target[row] as number;
    const here = isFilled(column, row);
    const before = sides.get(value);
    if (before !== undefined && before !== here) return undefined;
    sides.set(value, here);
  }
  const large = [...classes].filter(([, count]) => count >= leastOfClass).map(([value]) => value);
  const tells = new Set(large.map((value) => sides.get(value))).size === 2;
  return tells ? { code: "deterministic-missingness", rows: target.length } : undefined;
}

/** A column that is the number itself, on whatever scale: in a straight line, or in the same (or the opposite) order without exception. */
function restatesNumber(column: Column, target: Float64Array): LeakReason | undefined {
  if (column.kind !== "numeric") return undefined;
  const rows = filledRows(column);
  if (rows.length < 2 * leastOfClass) return undefined;
  const values = Float64Array.from(rows, (row) => column.values[row] as number);
  const outcomes = Float64Array.from(rows, (row) => target[row] as number);
  return isLine(values, outcomes) || isSameOrder(values, outcomes)
    ? { code: "deterministic", rows: rows.length }
    : undefined;
}

/** Ranks agree but for what rounding can do. Few different values prove nothing: a coarse scale may well agree. */
function isSameOrder(values: Float64Array, outcomes: Float64Array): boolean {
  const [left, right] = [averageRanks(values), averageRanks(outcomes)];
  if (new Set(left).size < 0.9 * left.length || new Set(right).size < 0.9 * right.length) {
    return false;
  }
  return 1 - correlation(left, right) ** 2 < 1e-5;
}

function isLine(values: Float64Array, outcomes: Float64Array): boolean {
  return 1 - correlation(values, outcomes) ** 2 < 1e-9;
}

/** Places in ascending order; equal values share the mean of theirs. */
function averageRanks(values: Float64Array): Float64Array {
  const order = sortedOrder(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end++;
    for (let at = start; at < end; at++) ranks[order[at] as number] = (start + end - 1) / 2;
  }
  return ranks;
}

/** Pearson's correlation; 0 where one side does not vary. */
function correlation(left: Float64Array, right: Float64Array): number {
  const mean = (values: Float64Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [cross, own, other] = [0, 0, 0];
  left.forEach((value, place) => {
    const a = value - leftMean;
    const b = (right[place] as number) - rightMean;
    cross += a * b;
    own += a * a;
    other += b * b;
  });
  return own > 0 && other > 0 ? cross / Math.sqrt(own * other) : 0;
}

function filledRows(column: Column): number[] {
  const rows: number[] = [];
  const length = column.kind === "numeric" ? column.values.length : column.codes.length;
  for (let row = 0; row < length; row++) if (isFilled(column, row)) rows.push(row);
  return rows;
}
