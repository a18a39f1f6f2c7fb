import type { Random } from "@causeway/kernel";
import type { BoostedModel } from "../boosting/boosted-model.ts";
import { createLoss } from "../boosting/losses/create-loss.ts";
import { boostedMargins } from "../boosting/predict-boosting.ts";
import { trainBoosting } from "../boosting/train-boosting.ts";
import type { Column, Dataset } from "../dataset/dataset.ts";
import { isFilled } from "../dataset/is-filled.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import { lossOfTask, type Task } from "../evaluate/task.ts";
import { shuffled, stratifiedFolds } from "../folds/folds.ts";
import { afterwardsWord } from "./afterwards-words.ts";
import type { Suspect, SuspectReason } from "./finding.ts";
import { followsOutcome, type OutcomeTies } from "./follows-outcome.ts";
import { settlesSome } from "./settles-some.ts";
import { tellsInSpan } from "./tells-in-span.ts";

export interface SuspectOptions {
  readonly random: Random;
  /** The target's name: a column that shares a word with it speaks of the outcome. */
  readonly targetName: string;
  /** Numeric columns that hold dates: one a day identifies nobody. */
  readonly dates?: ReadonlySet<string>;
  /** When each row is of, where known: what tells the outcome in one span of time alone is asked about. */
  readonly times?: Float64Array;
}

const sampleRows = 20_000;

/** Only columns of few values are looked at value by value. */
const mostValues = 30;

/**
 * Columns to ask about: identifiers, columns far stronger alone than all others together, columns whose missingness (or
 * one of whose values) tells the outcome, columns that tell it in one span of time alone, columns written by it alone, and
 * names that speak of afterwards.
 * But for these nothing rests on knowing a column's name. Strength is the share of the null loss that a small boosted model saves on held-out rows.
 */
export function findSuspects(
  dataset: Dataset,
  target: Float64Array,
  task: Task,
  options: SuspectOptions,
): readonly Suspect[] {
  const found = new Map<string, SuspectReason>();
  const note = (column: string, reason: SuspectReason | undefined) => {
    if (reason !== undefined && !found.has(column)) found.set(column, reason);
  };
  for (const column of dataset.columns) {
    if (!options.dates?.has(column.name)) note(column.name, identifier(column));
    if (task.kind === "binary" && !found.has(column.name)) {
      note(column.name, ofValues(column, target, options.times));
    }
  }
  const rest = selectColumns(dataset, (name) => !found.has(name));
  const bench = strengthBench(rest, target, task, options.random);
  const whole = bench(() => true);
  const lone = loneStrength(rest, whole, bench);
  if (lone !== undefined && isTelling(lone, target, task)) note(lone.column.name, lone.reason);
  for (const { name } of rest.columns) {
    const word = afterwardsWord(name, options.targetName);
    if (word === undefined || bench((other) => other === name).strength < 0.02) continue;
    note(name, { code: "speaks-of-afterwards", word });
  }
  for (const [name, ties] of followsIn(rest, target, task, options.random)) {
    note(name, { code: "follows-outcome", ...ties });
  }
  return [...found].map(([column, reason]) => ({ column, reason }));
}

/** What is written by a 0/1 outcome alone, by a sample of the rows. */
function followsIn(dataset: Dataset, target: Float64Array, task: Task, random: Random) {
  if (task.kind !== "binary") return new Map<string, OutcomeTies>();
  if (dataset.rows <= sampleRows) return followsOutcome(dataset, target);
  const sample = shuffled(dataset.rows, random).subarray(0, sampleRows);
  return followsOutcome(selectRows(dataset, sample), selectValues(target, sample));
}

/** What a column's own values and gaps give away of a 0/1 outcome. */
function ofValues(
  column: Column,
  target: Float64Array,
  times: Float64Array | undefined,
): SuspectReason | undefined {
  const reason = tellingMissingness(column, target) ?? certainValue(column, target);
  if (reason !== undefined || times === undefined) return reason;
  const span = tellsInSpan(column, target, times);
  return span && { code: "tells-in-span", ...span };
}

interface Lone {
  readonly column: Column;
  readonly reason: FarStronger;
}

function isTelling({ column, reason }: Lone, target: Float64Array, task: Task): boolean {
  return reason.alone >= leastUnsure || (task.kind === "binary" && settlesSome(column, target));
}

type FarStronger = Extract<SuspectReason, { readonly code: "far-stronger" }>;

/**
 * The one column that is far stronger than all others. Two that are both far stronger than the rest hold each other in
 * balance; and beside one other column hardly anything is told.
 */
function loneStrength(dataset: Dataset, whole: BenchResult, bench: Bench): Lone | undefined {
  const apart = whole.columnsByGain.slice(0, 3).flatMap((name) => {
    const reason = farStronger(name, whole.strength, bench);
    const column = dataset.columns.find((other) => other.name === name);
    return reason === undefined || column === undefined ? [] : [{ column, reason }];
  });
  const [only, second] = apart;
  const others = dataset.columns.filter((column) => varies(column)).length - 1;
  return second === undefined && others >= 2 ? only : undefined;
}

function varies(column: Column): boolean {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const first = values[0];
  for (let row = 1; row < values.length; row++) if (!Object.is(values[row], first)) return true;
  return false;
}

function identifier(column: Column): SuspectReason | undefined {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const distinct = new Set<number>();
  let filled = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value) || (column.kind === "categorical" && value < 0)) continue;
    // Amounts are no numbers that were handed out one by one.
    if (column.kind === "numeric" && !Number.isInteger(value)) return undefined;
    filled++;
    distinct.add(value);
  }
  if (filled < 50) return undefined;
  const share = distinct.size / filled;
  const isIdentifier =
    column.kind === "categorical" ? share > 0.9 : share > 0.99 && isDense(distinct);
  return isIdentifier ? { code: "identifier", distinctShare: share } : undefined;
}

/** Whole numbers that fill their range like numbers handed out one by one, unlike amounts. */
function isDense(values: ReadonlySet<number>): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least < 3 * values.size;
}

function tellingMissingness(column: Column, target: Float64Array): SuspectReason | undefined {
  const filled = { rows: 0, positives: 0 };
  const missing = { rows: 0, positives: 0 };
  target.forEach((outcome, row) => {
    const side = isFilled(column, row) ? filled : missing;
    side.rows++;
    side.positives += outcome;
  });
  if (Math.min(filled.rows, missing.rows) < 30) return undefined;
  const [inFilled, inMissing] = [filled.positives / filled.rows, missing.positives / missing.rows];
  const pooled = (filled.positives + missing.positives) / target.length;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / filled.rows + 1 / missing.rows));
  const extreme = [inFilled, inMissing].some((rate) => rate < 0.01 || rate > 0.99);
  const isFar = Math.abs(inFilled - inMissing) > (extreme ? 0.1 : 0.4);
  const isCertain = Math.abs(inFilled - inMissing) > 6 * error;
  return isFar && isCertain
    ? { code: "telling-missingness", filled: inFilled, missing: inMissing }
    : undefined;
}

interface BenchResult {
  /** Share of the null loss that the columns save. */
  readonly strength: number;
  /** Column names, the most used first. */
  readonly columnsByGain: readonly string[];
}

type Bench = (keep: (name: string) => boolean) => BenchResult;

/** Measures column sets on one split of (at most 20,000) rows: the share of the null loss that is saved on the held-out third. */
function strengthBench(dataset: Dataset, target: Float64Array, task: Task, random: Random): Bench {
  const sample = shuffled(dataset.rows, random).subarray(0, sampleRows);
  const rows = selectRows(dataset, sample);
  const values = selectValues(target, sample);
  const strata = task.kind === "regression" ? new Float64Array(values.length) : values;
  const [fold] = stratifiedFolds(strata, 3, random);
  const loss = createLoss(lossOfTask(task));
  return (keep) => {
    if (fold === undefined) return { strength: 0, columnsByGain: [] };
    const kept = selectColumns(rows, keep);
    const trained = selectValues(values, fold.train);
    const judged = selectValues(values, fold.test);
    const weights = new Float64Array(judged.length).fill(1);
    const model = trainBoosting(selectRows(kept, fold.train), trained, {
      loss: lossOfTask(task),
      random,
      rounds: 60,
      leaves: 8,
      l2: 5,
      minRowsInLeaf: Math.max(5, Math.min(40, Math.round(trained.length / 50))),
    });
    const nothing = model.start.map((margin) => new Float64Array(judged.length).fill(margin));
    const before = loss.value(nothing, judged, weights);
    const after = loss.value(boostedMargins(model, selectRows(kept, fold.test)), judged, weights);
    return { strength: 1 - after / before, columnsByGain: columnsByGain(model) };
  };
}

function columnsByGain(model: BoostedModel): readonly string[] {
  const gains = new Float64Array(model.columns.length);
  for (const tree of model.trees) {
    tree.feature.forEach((column, node) => {
      if (column >= 0) gains[column] = (gains[column] as number) + (tree.gain[node] as number);
    });
  }
  return model.columns
    .map(({ name }, column) => ({ name, gain: gains[column] as number }))
    .sort((a, b) => b.gain - a.gain)
    .map(({ name }) => name);
}

/** The length of a bank's call, known only when it is over, saves .19; what saves less is seldom late knowledge. */
const leastAlone = 0.15;
/** What is all but certain nowhere must save more: an honest cause of one story may well stand alone. */
const leastUnsure = 0.35;

/**
 * Alone about as strong as all others together, strong in itself, and carrying two fifths of the whole that no other column
 * can replace: honest columns of one story replace each other, what is known only afterwards stands apart.
 */
function farStronger(name: string, whole: number, bench: Bench): FarStronger | undefined {
  const alone = bench((other) => other === name).strength;
  if (alone < leastAlone) return undefined;
  const others = bench((other) => other !== name).strength;
  const isFar = alone >= 0.7 * others && whole - others >= 0.4 * whole;
  return isFar ? { code: "far-stronger", alone, others } : undefined;
}

/** One value, met often enough to be no accident, that always goes with one outcome. */
function certainValue(column: Column, target: Float64Array): SuspectReason | undefined {
  const base = target.reduce((sum, outcome) => sum + outcome, 0) / target.length;
  const tallies = talliesOf(column, target);
  if (column.kind === "numeric" && [...tallies.keys()].every(isYear)) return undefined;
  for (const [value, { rows, positives }] of tallies) {
    if (
      !isCertain({ rows, positives }, base) ||
      (column.kind === "numeric" && followsTrend(tallies, value))
    )
      continue;
    const shown = column.kind === "numeric" ? String(value) : (column.levels[value] ?? "");
    return { code: "certain-value", value: shown, rows };
  }
  return undefined;
}

function isCertain({ rows, positives }: Tally, base: number): boolean {
  if (rows < 30 || (positives > 0 && positives < rows)) return false;
  return (positives > 0 ? base : 1 - base) ** rows <= 1e-6;
}

/** Calendar years are known beforehand, and a year with one outcome only tells how the cases were picked. */
function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100;
}

const likeNeighbour = 0.3;

/** A value at the end of a scale, beside one (met often enough) with nearly the same rate: an honest trend that runs out, no flag. */
function followsTrend(tallies: ReadonlyMap<number, Tally>, value: number): boolean {
  const rate = ({ rows, positives }: Tally) => positives / rows;
  const own = tallies.get(value);
  const scale = [...tallies].sort(([a], [b]) => a - b);
  const at = scale.findIndex(([other]) => other === value);
  if (own === undefined || scale.length < 4) return false;
  return [scale[at - 1], scale[at + 1]].some(
    (beside) =>
      beside !== undefined &&
      beside[1].rows >= 5 &&
      Math.abs(rate(beside[1]) - rate(own)) <= likeNeighbour,
  );
}

interface Tally {
  rows: number;
  positives: number;
}

/** Rows and positive outcomes by value; empty where the column has more than a few values. */
function talliesOf(column: Column, target: Float64Array): ReadonlyMap<number, Tally> {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const tallies = new Map<number, Tally>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value) || (column.kind === "categorical" && value < 0)) continue;
    const tally = tallies.get(value) ?? { rows: 0, positives: 0 };
    tally.rows++;
    tally.positives += target[row] as number;
    if (tallies.set(value, tally).size > mostValues) return new Map();
  }
  return tallies;
}
