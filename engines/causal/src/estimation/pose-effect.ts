import { type Column, createDataset, type Dataset, selectRows } from "@causeway/engine-learning";
import { findColumn, readNumbers } from "../data/read-column.ts";
import type { EffectProblem } from "./effect-problem.ts";
import { type Contrast, readTreatment } from "./read-treatment.ts";

/** A question about columns of a table, by their names. */
export interface EffectQuestion {
  readonly treatment: string;
  readonly outcome: string;
  readonly adjust: readonly string[];
  /** Which two values of the treatment to compare; needed where it has more than two levels. */
  readonly contrast?: Contrast | undefined;
  /** For the method iv. */
  readonly instrument?: string | undefined;
  /** An outcome that the treatment cannot have changed. */
  readonly placeboOutcome?: string | undefined;
  /** Rows with the same value belong to one customer: errors allow them to be alike. */
  readonly cluster?: string | undefined;
}

export interface PosedEffect {
  readonly problem: EffectProblem;
  readonly placebo?: { readonly name: string; readonly problem: EffectProblem };
  /** What the effect compares; absent for a dose. */
  readonly contrast?: Contrast;
  /** Rows left out: outcome, treatment or instrument missing, or a level outside the contrast. */
  readonly rowsLeftOut: number;
}

/**
 * Turns a table and a question into an estimation problem. Throws RangeError that names the column where a question cannot
 * be put: no such column, no value in it, texts where numbers must be, a contrast that is absent.
 */
export function poseEffect(table: Dataset, question: EffectQuestion): PosedEffect {
  const { adjust, placeboOutcome } = question;
  checkRoles(question);
  const find = (name: string) => findColumn(table, name);
  const treatment = readTreatment(find(question.treatment), question.contrast);
  const outcome = readNumbers(find(question.outcome), "an outcome");
  const placebo =
    placeboOutcome === undefined ? undefined : readNumbers(find(placeboOutcome), "an outcome");
  const instrument =
    question.instrument === undefined
      ? undefined
      : readNumbers(find(question.instrument), "an instrument");
  const covariates = adjust.map(find);
  const needed = [treatment.values, outcome, ...(instrument ? [instrument] : [])];
  const rows = rowsWithAll(needed, table.rows);
  if (rows.length < 10) {
    throw new RangeError(
      `Only ${rows.length} rows have ${question.treatment} and ${question.outcome}; at least 10 are needed`,
    );
  }
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number);
  const clusters =
    question.cluster === undefined ? undefined : readClusters(find(question.cluster));
  const problem: EffectProblem = {
    outcome: pick(outcome),
    treatment: pick(treatment.values),
    isBinary: treatment.contrast !== undefined,
    covariates: selectRows(createDataset(covariates, table.rows), rows),
    clusters: clusters && Int32Array.from(rows, (row) => clusters[row] as number),
    instrument: instrument && pick(instrument),
  };
  checkVaries(problem.treatment, question.treatment);
  checkVaries(problem.outcome, question.outcome);
  return {
    problem,
    ...(placebo &&
      placeboOutcome !== undefined && {
        placebo: {
          name: placeboOutcome,
          problem: posePlacebo(problem, placeboOutcome, pick(placebo)),
        },
      }),
    ...(treatment.contrast && { contrast: treatment.contrast }),
    rowsLeftOut: table.rows - rows.length,
  };
}

function checkRoles({ treatment, outcome, adjust, placeboOutcome }: EffectQuestion): void {
  if (treatment === outcome) throw new RangeError("Treatment and outcome are the same column");
  for (const name of adjust) {
    if (name === treatment || name === outcome)
      throw new RangeError(`${name} cannot be adjusted for: it is what the question is about`);
  }
  if (placeboOutcome === treatment || placeboOutcome === outcome)
    throw new RangeError(`${placeboOutcome} cannot be the placebo outcome as well`);
}

function readClusters(column: Column): Int32Array {
  if (column.kind === "categorical") return column.codes;
  const codes = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    if (!codes.has(value)) codes.set(value, codes.size);
    return codes.get(value) ?? -1;
  });
}

function rowsWithAll(columns: readonly Float64Array[], rows: number): Int32Array {
  const kept: number[] = [];
  for (let row = 0; row < rows; row++) {
    if (columns.every((values) => !Number.isNaN(values[row]))) kept.push(row);
  }
  return Int32Array.from(kept);
}

function checkVaries(values: Float64Array, name: string): void {
  if (values.every((value) => value === values[0]))
    throw new RangeError(`Column “${name}” has the same value in every row`);
}

/** The same analysis of another outcome, without the covariates that are that outcome or a threshold of it. */
function posePlacebo(problem: EffectProblem, name: string, placebo: Float64Array): EffectProblem {
  const rows = rowsWithAll([placebo], placebo.length);
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number);
  const outcome = pick(placebo);
  checkVaries(outcome, name);
  const selected = selectRows(problem.covariates, rows);
  const columns = selected.columns.filter(
    (column) => column.name !== name && !isThreshold(column, outcome),
  );
  const { clusters, instrument } = problem;
  return {
    ...problem,
    outcome,
    treatment: pick(problem.treatment),
    covariates: createDataset(columns, rows.length),
    clusters: clusters && Int32Array.from(rows, (row) => clusters[row] as number),
    instrument: instrument && pick(instrument),
  };
}

/** Whether a column with two values says no more than “the outcome is above some number”. */
function isThreshold(column: Column, outcome: Float64Array): boolean {
  const values = column.kind === "numeric" ? column.values : Float64Array.from(column.codes);
  const distinct = [...new Set(values)];
  if (distinct.length !== 2) return false;
  const ranges = distinct.map((value) => {
    const inside = outcome.filter((_, row) => Object.is(values[row], value));
    return {
      low: inside.reduce((a, b) => Math.min(a, b), Infinity),
      high: inside.reduce((a, b) => Math.max(a, b), -Infinity),
    };
  });
  const [first, second] = ranges;
  return (
    first !== undefined &&
    second !== undefined &&
    (first.high < second.low || second.high < first.low)
  );
}
