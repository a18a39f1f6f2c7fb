import type { Check } from "./check.ts";
import type { Estimate } from "./effect-problem.ts";

const z95 = 1.959964;

/**
 * E-value (VanderWeele & Ding 2017): how strongly a hidden cause would have to go with both treatment and outcome, as a risk
 * ratio, to move the near end of the interval to zero. A continuous outcome is turned into a risk ratio by
 * exp(0.91 · effect in standard deviations).
 */
export function checkEValue(
  outcome: Float64Array,
  baseline: number,
  { estimate, standardError }: Estimate,
): Check {
  const near = Math.abs(estimate) - z95 * standardError;
  if (near <= 0) {
    return {
      name: "e-value",
      verdict: "trusted",
      says: {
        zh: "区间含 0：没有需要隐藏因素来解释的作用。",
        en: "The interval holds 0: there is no effect to explain away.",
      },
    };
  }
  const ratio = riskRatio(outcome, baseline, Math.sign(estimate) * near);
  const eValue = ratio + Math.sqrt(ratio * (ratio - 1));
  return {
    name: "e-value",
    verdict: eValue < 1.25 ? "caution" : "trusted",
    says: {
      zh: `一个隐藏因素须与两者都有至少 ${eValue.toFixed(2)} 倍的关联，才能把区间推到 0。`,
      en: `A hidden cause would have to go with both by a risk ratio of ${eValue.toFixed(2)} to move the interval to 0.`,
    },
  };
}

function riskRatio(outcome: Float64Array, baseline: number, effect: number): number {
  const isBinary = outcome.every((value) => value === 0 || value === 1);
  if (isBinary && baseline > 0 && baseline + effect > 0) {
    const ratio = (baseline + effect) / baseline;
    return ratio >= 1 ? ratio : 1 / ratio;
  }
  const mean = outcome.reduce((sum, value) => sum + value, 0) / outcome.length;
  const deviation = Math.sqrt(
    outcome.reduce((sum, value) => sum + (value - mean) ** 2, 0) / outcome.length,
  );
  return Math.exp((0.91 * Math.abs(effect)) / (deviation || 1));
}

/**
 * Robustness value (Cinelli & Hazlett 2020, section 4.2): the share of the remaining variance of both treatment and outcome that
 * a hidden cause must explain to bring the estimate to zero.
 */
export function checkRobustnessValue(
  rows: number,
  parameters: number,
  { estimate, standardError }: Estimate,
): Check {
  const freedom = Math.max(1, rows - parameters - 1);
  const f = Math.abs(estimate / standardError) / Math.sqrt(freedom);
  const value = 0.5 * (Math.sqrt(f ** 4 + 4 * f ** 2) - f ** 2);
  const percent = (100 * value).toFixed(1);
  return {
    name: "robustness-value",
    verdict: value < 0.01 && Math.abs(estimate) > z95 * standardError ? "caution" : "trusted",
    says: {
      zh: `一个隐藏因素须解释处理和结果各 ${percent}% 的剩余变化，才能使估计归零。`,
      en: `A hidden cause must explain ${percent}% of what is left of both treatment and outcome to bring the estimate to 0.`,
    },
  };
}
