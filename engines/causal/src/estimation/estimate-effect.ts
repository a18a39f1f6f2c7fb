import { createDataset } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { type Check, type Verdict, worst } from "./check.ts";
import { checkBalance } from "./check-balance.ts";
import { checkGaps } from "./check-gaps.ts";
import { checkInstrument } from "./check-instrument.ts";
import { checkFreeDose, checkOverlap } from "./check-overlap.ts";
import { checkAgreement, checkPlaceboOutcome, checkPlaceboTreatment } from "./check-placebo.ts";
import { checkEValue, checkRobustnessValue } from "./check-sensitivity.ts";
import type { EffectProblem, Estimand, Estimate } from "./effect-problem.ts";
import { aipw, dml, instrumentalVariable, ipw, regression } from "./estimators.ts";
import { drawFolds, fitNuisance } from "./nuisance.ts";
import { fitNuisances, type Learners, type Nuisances, withConstant } from "./propensity.ts";

export type EffectMethod = "aipw" | "dml" | "ipw" | "regression" | "iv";

export interface EffectOptions {
  readonly method: EffectMethod;
  readonly estimand: Estimand;
  readonly seed: number;
  /** A problem of its own: an outcome that the treatment cannot have changed, with covariates that do not give it away. */
  readonly placebo?: { readonly name: string; readonly problem: EffectProblem } | undefined;
}

export interface EffectAnswer {
  /** Null where a check refuses: a number that cannot be trusted is not given. */
  readonly estimate: number | null;
  readonly standardError: number | null;
  /** 95 % interval. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly rows: number;
}

const z95 = 1.959964;

/**
 * The effect of a treatment with its interval, and checks that decide what may be said of it. AIPW and IPW need a binary
 * treatment; throws RangeError otherwise, and where the treatment does not vary.
 */
export function estimateEffect(problem: EffectProblem, options: EffectOptions): EffectAnswer {
  const random = seededRandom(options.seed);
  const { main, checks } = problem.isBinary
    ? binary(problem, options, random)
    : continuous(problem, options, random);
  const instrument = options.method === "iv" ? checkInstrument(problem) : undefined;
  if (instrument) checks.push(instrument);
  const gaps = checkGaps(
    problem,
    main,
    (complete) => estimateOnce(complete, options, seededRandom(options.seed)).main,
  );
  if (gaps) checks.push(gaps);
  if (options.placebo) {
    const { name, problem: placebo } = options.placebo;
    checks.push(
      checkPlaceboOutcome(name, estimateOnce(placebo, options, seededRandom(options.seed)).main),
    );
  }
  const isNumber = Number.isFinite(main.estimate) && Number.isFinite(main.standardError);
  const verdict = isNumber ? worst(checks.map((check) => check.verdict)) : "refused";
  const shown = verdict !== "refused";
  return {
    estimate: shown ? main.estimate : null,
    standardError: shown ? main.standardError : null,
    interval: shown
      ? [main.estimate - z95 * main.standardError, main.estimate + z95 * main.standardError]
      : null,
    verdict,
    checks,
    rows: problem.outcome.length,
  };
}

function estimateOnce(
  problem: EffectProblem,
  { method, estimand }: EffectOptions,
  random: Random,
  chosen?: Learners,
) {
  if (method === "regression") return { main: regression(problem) };
  if (method === "iv") return { main: instrumentalVariable(problem) };
  if (!problem.isBinary) {
    if (method !== "dml")
      throw new RangeError(
        `The method ${method} needs a treatment with two values; use dml or regression`,
      );
    return {
      main: dml(problem, { folds: drawFolds(problem.outcome.length, problem.clusters, random) }),
    };
  }
  const nuisances = fitNuisances(problem, random, chosen);
  const main = {
    aipw: () => aipw(problem, nuisances, estimand),
    ipw: () => ipw(problem, nuisances, estimand),
    // With an effect that varies, the ATT needs the score of the interactive model, which is that of AIPW.
    dml: () => (estimand === "att" ? aipw(problem, nuisances, estimand) : dml(problem, nuisances)),
  }[method]();
  return { main, nuisances };
}

function binary(problem: EffectProblem, options: EffectOptions, random: Random) {
  const { main, nuisances = fitNuisances(problem, random) } = estimateOnce(
    problem,
    options,
    random,
  );
  const { treatment, covariates, outcome } = problem;
  const balance = checkBalance(covariates, treatment, nuisances, options.estimand);
  const again = estimateOnce(withNoise(problem, random), options, random, nuisances.learners).main;
  const checks: Check[] = [
    checkOverlap(treatment, nuisances, options.estimand),
    ...(balance ? [balance] : []),
    checkPlaceboTreatment(problem, nuisances, random),
    checkAgreement("random-common-cause", main, again, 0.5),
    checkAgreement(
      "subset",
      main,
      { estimate: main.estimate + halvesApart(main, problem.clusters, random) },
      2,
    ),
    checkEValue(outcome, baselineOf(problem, nuisances), main),
    checkRobustnessValue(outcome.length, covariates.columns.length, main),
  ];
  return { main, checks };
}

function continuous(problem: EffectProblem, options: EffectOptions, random: Random) {
  const { main } = estimateOnce(problem, options, random);
  const folds = drawFolds(problem.outcome.length, problem.clusters, random);
  const dose = fitNuisance(withConstant(problem.covariates), problem.treatment, folds).predictions;
  const again = estimateOnce(withNoise(problem, random), options, random).main;
  const checks: Check[] = [
    checkFreeDose(problem.treatment, dose),
    checkAgreement("random-common-cause", main, again, 0.5),
    checkAgreement(
      "subset",
      main,
      { estimate: main.estimate + halvesApart(main, problem.clusters, random) },
      2,
    ),
    checkRobustnessValue(problem.outcome.length, problem.covariates.columns.length, main),
  ];
  return { main, checks };
}

function withNoise(problem: EffectProblem, random: Random): EffectProblem {
  const { covariates } = problem;
  const noise = Float64Array.from({ length: covariates.rows }, random);
  return {
    ...problem,
    covariates: createDataset(
      [...covariates.columns, { kind: "numeric", name: "\u0000noise", values: noise }],
      covariates.rows,
    ),
  };
}

/** How far the estimates of two random halves lie apart, from the influence values. */
function halvesApart(
  { influence }: Estimate,
  clusters: Int32Array | undefined,
  random: Random,
): number {
  const { of } = drawFolds(influence.length, clusters, random, 2);
  const sums = [0, 0];
  const counts = [0, 0];
  for (const [row, value] of influence.entries()) {
    const half = of[row] as number;
    sums[half] = (sums[half] as number) + value;
    counts[half] = (counts[half] as number) + 1;
  }
  return (sums[0] as number) / (counts[0] as number) - (sums[1] as number) / (counts[1] as number);
}

/** The mean outcome without treatment. */
function baselineOf(
  { outcome, treatment }: EffectProblem,
  { controlMean, propensity }: Nuisances,
): number {
  let sum = 0;
  for (const [row, m0] of controlMean.entries()) {
    const residual = treatment[row] === 0 ? (outcome[row] as number) - m0 : 0;
    sum += m0 + residual / (1 - (propensity[row] as number));
  }
  return sum / outcome.length;
}
