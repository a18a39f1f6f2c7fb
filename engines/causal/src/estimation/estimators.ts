import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import type { EffectProblem, Estimand, Estimate } from "./effect-problem.ts";
import { estimateFromInfluence } from "./estimate-from-influence.ts";
import { fitNuisance } from "./nuisance.ts";
import { type Nuisances, propensityBounds, withConstant } from "./propensity.ts";

const mean = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Augmented inverse propensity weighting: consistent when either nuisance is (Robins, Rotnitzky & Zhao 1994; cross-fitted
 * as in Chernozhukov et al. 2018, section 5.1).
 */
export function aipw(problem: EffectProblem, nuisances: Nuisances, estimand: Estimand): Estimate {
  const { outcome, treatment, clusters } = problem;
  const { treatedMean, controlMean } = nuisances;
  const propensity = usablePropensity(nuisances, estimand);
  const share = mean(treatment);
  const scores = outcome.map((y, row) => {
    const t = treatment[row] as number;
    const e = propensity[row] as number;
    const m0 = controlMean[row] as number;
    if (estimand === "att") return ((t - ((1 - t) * e) / (1 - e)) * (y - m0)) / share;
    const m1 = treatedMean[row] as number;
    return m1 - m0 + (t * (y - m1)) / e - ((1 - t) * (y - m0)) / (1 - e);
  });
  const estimate = mean(scores);
  const influence = scores.map((score, row) =>
    estimand === "att" ? score - ((treatment[row] as number) / share) * estimate : score - estimate,
  );
  return estimateFromInfluence(estimate, influence, clusters);
}

/** Inverse propensity weighting with weights that sum to one in each arm (Hájek 1971). */
export function ipw(problem: EffectProblem, nuisances: Nuisances, estimand: Estimand): Estimate {
  const { outcome, treatment, clusters } = problem;
  const weights = balancingWeights(treatment, nuisances, estimand);
  const arm = (which: number) => {
    let [sum, weighted] = [0, 0];
    for (const [row, y] of outcome.entries()) {
      if (treatment[row] !== which) continue;
      sum += weights[row] as number;
      weighted += (weights[row] as number) * y;
    }
    return { sum, mean: weighted / sum };
  };
  const [treated, control] = [arm(1), arm(0)];
  const influence = outcome.map((y, row) => {
    const { sum, mean: center } = treatment[row] === 1 ? treated : control;
    const sign = treatment[row] === 1 ? 1 : -1;
    return (sign * outcome.length * (weights[row] as number) * (y - center)) / sum;
  });
  return estimateFromInfluence(treated.mean - control.mean, influence, clusters);
}

/** Weights that make the arms alike: 1/e and 1/(1 − e) for the ATE; 1 and e/(1 − e) for the ATT. */
export function balancingWeights(
  treatment: Float64Array,
  nuisances: Pick<Nuisances, "rawPropensity">,
  estimand: Estimand,
): Float64Array {
  const propensity = usablePropensity(nuisances, estimand);
  return treatment.map((t, row) => {
    const e = propensity[row] as number;
    if (estimand === "att") return t === 1 ? 1 : e / (1 - e);
    return t === 1 ? 1 / e : 1 / (1 - e);
  });
}

/** Cut where a weight divides by it: at both ends for the ATE; for the ATT a control without any chance may weigh nothing. */
function usablePropensity(
  { rawPropensity }: Pick<Nuisances, "rawPropensity">,
  estimand: Estimand,
): Float64Array {
  const [low, high] = propensityBounds;
  return rawPropensity.map((e) => Math.min(Math.max(e, estimand === "att" ? 0 : low), high));
}

/**
 * Double machine learning for the partially linear model (Chernozhukov et al. 2018, section 4.1): residual on residual.
 * With a binary treatment whose effect varies it is a mean weighted by the variance of the treatment; with a
 * continuous one, the effect of one unit.
 */
export function dml(problem: EffectProblem, nuisances: Pick<Nuisances, "folds">): Estimate {
  const covariates = withConstant(problem.covariates);
  const dose = fitNuisance(covariates, problem.treatment, nuisances.folds).predictions;
  const level = fitNuisance(covariates, problem.outcome, nuisances.folds).predictions;
  const v = problem.treatment.map((value, row) => value - (dose[row] as number));
  const u = problem.outcome.map((value, row) => value - (level[row] as number));
  const slope = mean(v.map((value) => value * value));
  if (!(slope > 0)) throw new RangeError("The covariates determine the treatment");
  const estimate = mean(v.map((value, row) => value * (u[row] as number))) / slope;
  const influence = v.map(
    (value, row) => (value * ((u[row] as number) - value * estimate)) / slope,
  );
  return estimateFromInfluence(estimate, influence, problem.clusters);
}

/** Least squares with the covariates as they are, and heteroskedasticity-robust errors (White 1980). */
export function regression(problem: EffectProblem): Estimate {
  const columns = designColumns(problem);
  return coefficient(columns, columns, problem);
}

/** Two-stage least squares with the covariates as exogenous regressors (Angrist & Pischke 2009, section 4.1). */
export function instrumentalVariable(problem: EffectProblem): Estimate {
  const { instrument } = problem;
  if (!instrument) throw new RangeError("The method iv needs an instrument");
  const columns = designColumns(problem);
  return coefficient([instrument, ...columns.slice(1)], columns, problem);
}

function designColumns({ treatment, covariates }: EffectProblem): readonly Float64Array[] {
  const columns = covariates.columns.flatMap((column): Float64Array[] => {
    if (column.kind === "numeric") return imputed(column.values);
    return column.levels
      .slice(1)
      .map((_, level) => Float64Array.from(column.codes, (code) => Number(code === level + 1)));
  });
  return [treatment, new Float64Array(treatment.length).fill(1), ...columns];
}

function imputed(values: Float64Array): Float64Array[] {
  const present = values.filter((value) => !Number.isNaN(value));
  const center = present.length === 0 ? 0 : mean(present);
  const scale = Math.sqrt(mean(present.map((value) => (value - center) ** 2))) || 1;
  const filled = values.map((value) => (Number.isNaN(value) ? 0 : (value - center) / scale));
  return present.length === values.length
    ? [filled]
    : [filled, values.map((value) => Number(Number.isNaN(value)))];
}

/** First coefficient of y on `regressors`, with `instruments` for them: (Z'X)⁻¹ Z'y, by way of Z'X's normal equations. */
function coefficient(
  instruments: readonly Float64Array[],
  regressors: readonly Float64Array[],
  { outcome, clusters }: EffectProblem,
): Estimate {
  const rows = outcome.length;
  const first = project(regressors[0] as Float64Array, instruments);
  const others = regressors.slice(1);
  const partialled = project(first, others);
  const direction = first.map((value, row) => value - (partialled[row] as number));
  const treatment = regressors[0] as Float64Array;
  const scale = mean(direction.map((value, row) => value * (treatment[row] as number)));
  if (!(Math.abs(scale) > 1e-12)) throw new RangeError("The covariates determine the treatment");
  const estimate = mean(direction.map((value, row) => value * (outcome[row] as number))) / scale;
  const errorFree = outcome.map((value, row) => value - estimate * (treatment[row] as number));
  const fitted = project(errorFree, others);
  const influence = direction.map(
    (value, row) => (value * ((errorFree[row] as number) - (fitted[row] as number))) / scale,
  );
  const freedom = rows / Math.max(1, rows - regressors.length);
  const { standardError } = estimateFromInfluence(estimate, influence, clusters);
  return { estimate, standardError: standardError * Math.sqrt(freedom), influence };
}

/** The projection of a column on others, by normal equations with a trace of ridge against collinearity. */
function project(target: Float64Array, columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      gram[row * size + column] = dot(
        columns[row] as Float64Array,
        columns[column] as Float64Array,
      );
    }
    gram[row * size + row] = (gram[row * size + row] as number) * (1 + 1e-10) + 1e-10;
    right[row] = dot(columns[row] as Float64Array, target);
  }
  const factor = choleskyFactor(gram, size);
  if (!factor) throw new RangeError("The covariates cannot be told apart");
  const weights = choleskySolve(factor, right);
  const result = new Float64Array(target.length);
  for (const [index, column] of columns.entries()) {
    for (let row = 0; row < result.length; row++) {
      result[row] = (result[row] as number) + (weights[index] as number) * (column[row] as number);
    }
  }
  return result;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row++) sum += (left[row] as number) * (right[row] as number);
  return sum;
}
