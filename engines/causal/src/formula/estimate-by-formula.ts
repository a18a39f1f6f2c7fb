import { type Column, createDataset, type Dataset, selectRows } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import { type Check, graded, worst } from "../estimation/check.ts";
import { checkAgreement, checkPlaceboOutcome } from "../estimation/check-placebo.ts";
import type { EffectAnswer } from "../estimation/estimate-effect.ts";
import { type Contrast, readTreatment } from "../estimation/read-treatment.ts";
import { variablesIn } from "../identification/estimand.ts";
import type { Identified } from "../identification/identify.ts";
import { frontDoorEffect } from "./front-door-effect.ts";
import { groupColumn } from "./group-column.ts";
import { mergeRows } from "./merge-rows.ts";
import { halves, type OnRows, resampledError } from "./resampled-error.ts";
import { responseByFormula } from "./response-by-formula.ts";

export interface FormulaQuestion {
  readonly treatment: string;
  readonly outcome: string;
  readonly contrast?: Contrast | undefined;
  readonly placeboOutcome?: string | undefined;
  readonly seed: number;
}

export type FormulaAnswer = EffectAnswer & { readonly contrast?: Contrast };

const z95 = 1.959964;
const bootstrapRuns = 200;
const outcomeGroups = 20;

/**
 * An effect by any proven formula, where no adjustment gives it: through the front door by regressions where its
 * mediators are measured finely, else with observed frequencies in place of probabilities (columns with many values are cut into
 * groups, and the answer says so). Errors by the bootstrap. Throws RangeError that names the column where it cannot be put.
 */
export function estimateByFormula(
  table: Dataset,
  identified: Identified,
  question: FormulaQuestion,
): FormulaAnswer {
  const treated = readTreatment(findColumn(table, question.treatment), question.contrast);
  const main = estimateOutcome(table, identified, question, question.outcome, treated);
  const checks = [...main.checks];
  if (question.placeboOutcome !== undefined) {
    const { estimate, standardError } = estimateOutcome(
      table,
      identified,
      question,
      question.placeboOutcome,
      treated,
    );
    const influence = new Float64Array();
    checks.push(
      checkPlaceboOutcome(question.placeboOutcome, { estimate, standardError, influence }),
    );
  }
  const { estimate, standardError, rows } = main;
  const isNumber = Number.isFinite(estimate) && Number.isFinite(standardError);
  const verdict = isNumber ? worst(checks.map((check) => check.verdict)) : "refused";
  const shown = verdict !== "refused";
  return {
    estimate: shown ? estimate : null,
    standardError: shown ? standardError : null,
    interval: shown ? [estimate - z95 * standardError, estimate + z95 * standardError] : null,
    verdict,
    checks,
    rows,
    ...(treated.contrast && { contrast: treated.contrast }),
  };
}

interface Estimated {
  readonly estimate: number;
  readonly standardError: number;
  readonly checks: readonly Check[];
  readonly rows: number;
}

type Treated = ReturnType<typeof readTreatment>;

function estimateOutcome(
  table: Dataset,
  identified: Identified,
  { treatment, outcome, seed }: FormulaQuestion,
  measured: string,
  treated: Treated,
): Estimated {
  const random = seededRandom(seed);
  const isBinary = treated.contrast !== undefined;
  const numbers = readNumbers(findColumn(table, measured), "an outcome");
  const others = variablesIn(identified.estimand.tree).filter(
    (name) => name !== treatment && name !== outcome,
  );
  const columns: readonly Column[] = [
    { kind: "numeric", name: treatment, values: treated.values },
    ...others.map((name) => findColumn(table, name)),
    { kind: "numeric", name: outcome, values: numbers },
  ];
  const complete = selectRows(createDataset(columns), completeRows(columns));
  if (complete.rows < 50)
    throw new RangeError(`Only ${complete.rows} rows are complete; at least 50 are needed`);
  const fine = complete.columns.slice(1, -1).some((column) => groupColumn(column, 2).isCut);
  const estimator =
    identified.method === "front-door" && (fine || !isBinary)
      ? byRegression(complete, isBinary)
      : byTables(complete, identified, treatment, outcome);
  const { compute, weights } = estimator;
  const estimate = compute(weights);
  const runs = complete.rows > 20_000 ? bootstrapRuns / 2 : bootstrapRuns;
  const standardError = resampledError(compute, weights, random, runs);
  const checks = [
    ...estimator.checks,
    subset(compute, weights, { estimate, standardError }, random),
  ];
  return { estimate, standardError, checks, rows: complete.rows };
}

interface Estimator {
  readonly compute: OnRows;
  readonly weights: Float64Array;
  readonly checks: readonly Check[];
}

/** Columns: the treatment, the mediators, the outcome. */
function byRegression(complete: Dataset, isBinary: boolean): Estimator {
  const compute: OnRows = (weights) => {
    const rows: number[] = [];
    for (const [row, weight] of weights.entries())
      for (let one = 0; one < weight; one++) rows.push(row);
    const { columns } = selectRows(complete, rows);
    const numbers = (column: Column | undefined) =>
      column?.kind === "numeric" ? column.values : new Float64Array();
    return frontDoorEffect({
      mediators: createDataset(columns.slice(1, -1)),
      outcome: numbers(columns.at(-1)),
      treatment: numbers(columns[0]),
      isBinary,
    });
  };
  return { compute, weights: new Float64Array(complete.rows).fill(1), checks: [] };
}

function byTables(
  complete: Dataset,
  { estimand }: Identified,
  treatment: string,
  outcome: string,
): Estimator {
  const inner = complete.columns.length - 1;
  const groups = Math.min(8, Math.max(3, Math.round((complete.rows / 10) ** (1 / inner))));
  const grouped = complete.columns.map((column) =>
    groupColumn(column, column.name === outcome ? outcomeGroups : groups),
  );
  const rows = mergeRows(grouped);
  const doses = grouped[0]?.values ?? [];
  const respond = (weights: Float64Array) =>
    responseByFormula(estimand.tree, { ...rows, weights }, treatment, outcome);
  const shares = doses.map((_, code) => shareOf(grouped[0]?.codes ?? [], code));
  const { mass } = respond(rows.weights);
  const lost = 1 - Math.min(...mass);
  const cut = grouped.filter(({ isCut, name }) => isCut && name !== outcome);
  return {
    compute: (weights) => lineThrough(doses, respond(weights).means, shares),
    weights: rows.weights,
    checks: [
      supported(lost),
      ...(cut.length > 0 ? [cutIntoGroups(cut.map(({ name }) => name))] : []),
    ],
  };
}

function shareOf(codes: ArrayLike<number>, wanted: number): number {
  let count = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row] === wanted) count++;
  return count / codes.length;
}

/** The slope of means over doses, each with its share; for two doses the difference of their means over that of the doses. */
function lineThrough(
  doses: readonly number[],
  means: readonly number[],
  shares: readonly number[],
): number {
  const average = (values: readonly number[]) =>
    values.reduce((sum, value, place) => sum + value * (shares[place] ?? 0), 0);
  const [center, middle] = [average(doses), average(means)];
  const together = average(doses.map((dose, at) => (dose - center) * ((means[at] ?? 0) - middle)));
  return together / average(doses.map((dose) => (dose - center) ** 2));
}

function completeRows(columns: readonly Column[]): Int32Array {
  const kept: number[] = [];
  const count = columns[0]?.kind === "numeric" ? columns[0].values.length : 0;
  for (let row = 0; row < count; row++) {
    const missing = columns.some((column) =>
      column.kind === "numeric"
        ? Number.isNaN(column.values[row])
        : (column.codes[row] as number) < 0,
    );
    if (!missing) kept.push(row);
  }
  return Int32Array.from(kept);
}

function subset(
  compute: OnRows,
  weights: Float64Array,
  { estimate, standardError }: Pick<Estimated, "estimate" | "standardError">,
  random: Random,
): Check {
  const [first, second] = halves(weights, random);
  const apart = compute(first) - compute(second);
  const main = { estimate, standardError, influence: new Float64Array() };
  return checkAgreement("subset", main, { estimate: estimate + apart }, 2);
}

function supported(lost: number): Check {
  const percent = (100 * Math.max(0, lost)).toFixed(1);
  return {
    name: "overlap",
    verdict: graded(lost, { caution: 0.02, refuse: 0.1 }),
    says: {
      zh: `公式所需的组合中，${percent}% 在数据里从未出现。`,
      en: `${percent}% of what the formula needs are combinations that the data never show.`,
    },
  };
}

function cutIntoGroups(names: readonly string[]): Check {
  return {
    name: "groups",
    verdict: "caution",
    says: {
      zh: `公式按表计算，${names.join("、")} 的数值被分成若干组；组内的差别未计入。`,
      en: `The formula works on tables, so the numbers of ${names.join(", ")} were cut into groups; differences within a group do not count.`,
    },
  };
}
