import { seededRandom } from "@causeway/kernel";
import type { EffectProblem } from "./effect-problem.ts";
import { aipw } from "./estimators.ts";
import { fitNuisances } from "./propensity.ts";
import { type UpliftCurve, upliftCurve } from "./uplift-curve.ts";

export interface ConditionalEffects {
  /** What the treatment is expected to do to each row, by models that did not see it. */
  readonly effects: Float64Array;
  /** How much is gained by treating those with the largest effects first. */
  readonly curve: UpliftCurve;
}

/**
 * The effect for each row: T-learner (Künzel et al. 2019, PNAS 116), one model of the outcome in each arm, cross-fitted; and
 * whether its ranking is worth anything, judged by doubly robust scores. Throws RangeError for a treatment that is not binary.
 */
export function conditionalEffects(problem: EffectProblem, seed: number): ConditionalEffects {
  if (!problem.isBinary)
    throw new RangeError("Effects for each row need a treatment with two values");
  const nuisances = fitNuisances(problem, seededRandom(seed));
  const { treatedMean, controlMean } = nuisances;
  const effects = treatedMean.map((mean, row) => mean - (controlMean[row] as number));
  const { estimate, influence } = aipw(problem, nuisances, "ate");
  return {
    effects,
    curve: upliftCurve(
      effects,
      influence.map((value) => value + estimate),
    ),
  };
}
