import type { Random } from "@causeway/kernel";
import { createLoss } from "../boosting/losses/create-loss.ts";
import { boostedMargins } from "../boosting/predict-boosting.ts";
import { trainBoosting } from "../boosting/train-boosting.ts";
import type { Column, Dataset } from "../dataset/dataset.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import { lossOfTask, type Task } from "../evaluate/task.ts";
import { shuffled, stratifiedFolds } from "../folds/folds.ts";
import { afterwardsWord } from "./afterwards-words.ts";
import type { Suspect, SuspectReason } from "./finding.ts";

export interface SuspectOptions {
  readonly random: Random;
  /** The target's name: a column that shares a word with it speaks of the outcome. */
  readonly targetName: string;
}

const sampleRows = 20_000;

/**
 * Columns to ask about: identifiers, columns far stronger alone than all others together, columns whose missingness tells
 * the outcome, and names that speak of afterwards. Nothing rests on knowing a column's name: renaming all of them leaves
 * the first three kinds as they are. Strength is the share of the null loss that a small boosted model saves on held-out rows.
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
  for (const column of dataset.columns) note(column.name, identifier(column));
  if (task.kind === "binary") {
    for (const column of dataset.columns) note(column.name, tellingMissingness(column, target));
  }
  const rest = selectColumns(dataset, (name) => !found.has(name));
  const bench = strengthBench(rest, target, task, options.random);
  const strengths = rest.columns.map((column) => ({
    name: column.name,
    alone: bench((name) => name === column.name),
  }));
  const strongest = strengths.toSorted((a, b) => b.alone - a.alone)[0];
  if (strongest !== undefined) note(strongest.name, farStronger(strongest, bench));
  for (const { name, alone } of strengths) {
    const word = alone > 0.02 ? afterwardsWord(name, options.targetName) : undefined;
    note(name, word === undefined ? undefined : { code: "speaks-of-afterwards", word });
  }
  return [...found].map(([column, reason]) => ({ column, reason }));
}

function identifier(column: Column): SuspectReason | undefined {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const distinct = new Set<number>();
  let filled = 0;
  let whole = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value) || (column.kind === "categorical" && value < 0)) continue;
    filled++;
    whole &&= Number.isInteger(value);
    distinct.add(value);
  }
  if (filled < 50) return undefined;
  const share = distinct.size / filled;
  const isIdentifier =
    column.kind === "categorical" ? share > 0.9 : whole && share > 0.99 && isDense(distinct);
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
    const isMissing =
      column.kind === "numeric"
        ? Number.isNaN(column.values[row])
        : (column.codes[row] as number) < 0;
    const side = isMissing ? missing : filled;
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

type Bench = (keep: (name: string) => boolean) => number;

/** Measures column sets on one split of (at most 20,000) rows: the share of the null loss that is saved on the held-out third. */
function strengthBench(dataset: Dataset, target: Float64Array, task: Task, random: Random): Bench {
  const sample = shuffled(dataset.rows, random).subarray(0, sampleRows);
  const rows = selectRows(dataset, sample);
  const values = selectValues(target, sample);
  const strata = task.kind === "regression" ? new Float64Array(values.length) : values;
  const [fold] = stratifiedFolds(strata, 3, random);
  const loss = createLoss(lossOfTask(task));
  return (keep) => {
    if (fold === undefined) return 0;
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
    return 1 - after / before;
  };
}

/** Alone at least as strong as all others together, strong in itself, and carrying a third of the whole. */
function farStronger(
  strongest: { readonly name: string; readonly alone: number },
  bench: Bench,
): SuspectReason | undefined {
  const { name, alone } = strongest;
  if (alone < 0.1) return undefined;
  const others = bench((other) => other !== name);
  const all = bench(() => true);
  const isFar = alone >= others && all - others >= all / 3;
  return isFar ? { code: "far-stronger", alone, others } : undefined;
}
