import type { Column, Dataset } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import { type Check, worst } from "../estimation/check.ts";
import { checkAgreement, checkPlaceboOutcome } from "../estimation/check-placebo.ts";
import type { EffectAnswer } from "../estimation/estimate-effect.ts";
import { type Contrast, readTreatment } from "../estimation/read-treatment.ts";
import { variablesIn } from "../identification/estimand.ts";
import type { Identified } from "../identification/identify.ts";
import {
  completeTable,
  type Doses,
  type FormulaEstimator,
  type FormulaTables,
  formulaTables,
  isFine,
  regressionEstimator,
} from "./formula-estimator.ts";
import { frontDoorEffect } from "./front-door-effect.ts";
import { bootstrapRuns, halves, type OnRows, resampledError } from "./resampled-error.ts";
import type { Response } from "./response-by-formula.ts";

export interface FormulaQuestion {
  readonly treatment: string;
  readonly outcome: string;
  readonly contrast?: Contrast | undefined;
  readonly placeboOutcome?: string | undefined;
  readonly seed: number;
}

export type FormulaAnswer = EffectAnswer & { readonly contrast?: Contrast };

const z95 = 1.959964;

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
  const numbers = readNumbers(findColumn(table, measured), "an outcome");
  if (identified.method === "no-effect")
    return { estimate: 0, standardError: 0, checks: [], rows: table.rows };
  const random = seededRandom(seed);
  const isBinary = treated.contrast !== undefined;
  const ends: readonly [Column, Column] = [
    { kind: "numeric", name: treatment, values: treated.values },
    { kind: "numeric", name: outcome, values: numbers },
  ];
  const through = completeTable(table, identified.through, ends).table;
  const byLine = identified.method === "front-door" && (!isBinary || isFine(through));
  const complete = byLine
    ? through
    : completeTable(table, variablesIn(identified.estimand.tree), ends).table;
  const estimator = byLine
    ? regressionEstimator(complete, isBinary, frontDoorEffect)
    : bySlope(formulaTables(complete, identified.estimand.tree));
  const { compute, weights } = estimator;
  const estimate = compute(weights);
  const standardError = resampledError(compute, weights, random, bootstrapRuns(complete.rows));
  const checks = [
    ...estimator.checks,
    subset(compute, weights, { estimate, standardError }, random),
  ];
  return { estimate, standardError, checks, rows: complete.rows };
}

function bySlope({ doses, weights, respond, checks }: FormulaTables): FormulaEstimator {
  return {
    compute: (drawn) => slopeOf(respond(drawn), doses),
    weights,
    checks: checks([...doses.values.keys()]),
  };
}

/** The slope of means over doses, each with its share; for two doses the difference of their means over that of the doses. */
function slopeOf({ means }: Response, { values: doses, shares }: Doses): number {
  const average = (values: readonly number[]) =>
    values.reduce((sum, value, place) => sum + value * (shares[place] ?? 0), 0);
  const [center, middle] = [average(doses), average(means)];
  const together = average(doses.map((dose, at) => (dose - center) * ((means[at] ?? 0) - middle)));
  return together / average(doses.map((dose) => (dose - center) ** 2));
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
