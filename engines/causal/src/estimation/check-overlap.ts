import { type Check, graded, worst } from "./check.ts";
import type { Estimand } from "./effect-problem.ts";
import { balancingWeights } from "./estimators.ts";
import type { Nuisances } from "./propensity.ts";

/** Cases whose chance of treatment is outside of this have practically no counterpart. */
const comparable = { low: 0.025, high: 0.975 };
/** An arm that the weights reduce to fewer effective cases than this says nothing. */
const fewest = 20;
/** Where weighting leaves less than this share of an arm, the arms are different populations. */
const smallestShare = { caution: 0.1, refuse: 0.03 };

/**
 * Overlap (positivity): the share of cases with no counterpart in the other arm, and the effective number of cases (Kish 1965)
 * that the weights leave. For the ATT only treated cases need a counterpart.
 */
export function checkOverlap(
  treatment: Float64Array,
  nuisances: Pick<Nuisances, "rawPropensity">,
  estimand: Estimand,
): Check {
  const concerned = nuisances.rawPropensity.filter(
    (_, row) => estimand === "ate" || treatment[row] === 1,
  );
  const alone = concerned.filter(
    (e) => e > comparable.high || (estimand === "ate" && e < comparable.low),
  ).length;
  const share = alone / concerned.length;
  const weights = balancingWeights(treatment, nuisances, estimand);
  const left = [0, 1].map((arm) => effectiveCases(weights, treatment, arm));
  const effective = Math.min(...left);
  const treated = treatment.reduce((sum, value) => sum + value, 0);
  const shareLeft = Math.min(
    (left[0] ?? 0) / (treatment.length - treated),
    (left[1] ?? 0) / treated,
  );
  const verdict = worst([
    graded(share, { caution: 0.02, refuse: 0.1 }),
    graded(-shareLeft, { caution: -smallestShare.caution, refuse: -smallestShare.refuse }),
    effective < fewest ? "refused" : "trusted",
  ]);
  const percent = (100 * share).toFixed(1);
  const cases = Math.round(effective);
  const leftPercent = (100 * shareLeft).toFixed(1);
  return {
    name: "overlap",
    verdict,
    says: {
      zh: `${percent}% 的个案在另一组找不到可比对象；加权后有效个案最少 ${cases} 例，一组最少只留下 ${leftPercent}%。`,
      en: `${percent}% of cases have no counterpart in the other arm; weighting leaves at least ${cases} effective cases and ${leftPercent}% of an arm.`,
    },
  };
}

function effectiveCases(weights: Float64Array, treatment: Float64Array, arm: number): number {
  let [sum, squares] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    if (treatment[row] !== arm) continue;
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** For a continuous treatment: how much of it the covariates leave free. */
export function checkFreeDose(treatment: Float64Array, predicted: Float64Array): Check {
  const mean = treatment.reduce((sum, value) => sum + value, 0) / treatment.length;
  let [left, all] = [0, 0];
  for (const [row, value] of treatment.entries()) {
    left += (value - (predicted[row] as number)) ** 2;
    all += (value - mean) ** 2;
  }
  const free = left / all;
  return {
    name: "overlap",
    verdict: graded(-free, { caution: -0.1, refuse: -0.02 }),
    says: {
      zh: `协变量解释之后，处理量还剩 ${(100 * free).toFixed(1)}% 的变化可供比较。`,
      en: `The covariates leave ${(100 * free).toFixed(1)}% of the treatment's variation to compare by.`,
    },
  };
}
