import { createDataset, type Dataset } from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import type { EffectProblem } from "./effect-problem.ts";
import { drawFolds, type Folds, fitNuisance, type LearnerName } from "./nuisance.ts";

/** The learner that each nuisance chose. */
export interface Learners {
  readonly propensity: LearnerName;
  readonly treated: LearnerName;
  readonly control: LearnerName;
}

/** Out-of-fold nuisances of a binary treatment. */
export interface Nuisances {
  readonly folds: Folds;
  /** P(treated | covariates), cut to [.01, .99]. */
  readonly propensity: Float64Array;
  /** P(treated | covariates) as fitted. */
  readonly rawPropensity: Float64Array;
  /** E(outcome | covariates, treated) and E(outcome | covariates, untreated). */
  readonly treatedMean: Float64Array;
  readonly controlMean: Float64Array;
  readonly learners: Learners;
}

export const propensityBounds = [0.01, 0.99] as const;

/** Fits them, each on the other folds; `chosen` spares the comparison of learners. Throws RangeError where one arm is empty. */
export function fitNuisances(problem: EffectProblem, random: Random, chosen?: Learners): Nuisances {
  const { covariates, treatment, outcome, clusters } = problem;
  const treated = treatment.reduce((sum, value) => sum + value, 0);
  if (treated === 0 || treated === treatment.length) {
    throw new RangeError("The treatment has the same value in every row");
  }
  const folds = drawFolds(covariates.rows, clusters, random);
  const known = withConstant(covariates);
  const propensity = fitNuisance(known, treatment, folds, undefined, chosen?.propensity);
  const inArm = (arm: number) => (row: number) => treatment[row] === arm;
  const treatedMean = fitNuisance(known, outcome, folds, inArm(1), chosen?.treated);
  const controlMean = fitNuisance(known, outcome, folds, inArm(0), chosen?.control);
  const [low, high] = propensityBounds;
  return {
    folds,
    rawPropensity: propensity.predictions,
    propensity: propensity.predictions.map((share) => Math.min(Math.max(share, low), high)),
    treatedMean: treatedMean.predictions,
    controlMean: controlMean.predictions,
    learners: {
      propensity: propensity.learner,
      treated: treatedMean.learner,
      control: controlMean.learner,
    },
  };
}

/** Learners want at least one column; with nothing to adjust for, a constant one. */
export function withConstant(covariates: Dataset): Dataset {
  if (covariates.columns.length > 0) return covariates;
  return createDataset(
    [{ kind: "numeric", name: "constant", values: new Float64Array(covariates.rows) }],
    covariates.rows,
  );
}
