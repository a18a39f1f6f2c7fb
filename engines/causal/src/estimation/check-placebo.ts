import type { Random } from "@causeway/kernel";
import { type Check, graded } from "./check.ts";
import type { EffectProblem, Estimate } from "./effect-problem.ts";
import { aipw } from "./estimators.ts";
import type { Nuisances } from "./propensity.ts";

/** Treatments drawn at random must show no effect, and their errors must be as large as said: the mean of z² is about 1. */
export function checkPlaceboTreatment(
  problem: EffectProblem,
  nuisances: Nuisances,
  random: Random,
  draws = 40,
): Check {
  const share = problem.treatment.reduce((sum, value) => sum + value, 0) / problem.treatment.length;
  const level = nuisances.controlMean.map(
    (control, row) => (1 - share) * control + share * (nuisances.treatedMean[row] as number),
  );
  const even = new Float64Array(level.length).fill(share);
  const drawn = {
    ...nuisances,
    propensity: even,
    rawPropensity: even,
    treatedMean: level,
    controlMean: level,
  };
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    const treatment = Float64Array.from(level, () => Number(random() < share));
    const { estimate, standardError } = aipw({ ...problem, treatment }, drawn, "ate");
    sum += (estimate / standardError) ** 2;
  }
  const mean = sum / draws;
  return {
    name: "placebo-treatment",
    verdict: graded(mean, { caution: 1.8, refuse: 2.8 }),
    says: {
      zh: `随机抽取的处理不显示作用，波动是所称误差的 ${Math.sqrt(mean).toFixed(2)} 倍（应约为 1）。`,
      en: `Treatments drawn at random show no effect; they scatter ${Math.sqrt(mean).toFixed(2)} times the stated error (about 1 is right).`,
    },
  };
}

/** An outcome that the treatment cannot have changed must show no effect. */
export function checkPlaceboOutcome(name: string, { estimate, standardError }: Estimate): Check {
  const z = Math.abs(estimate / standardError);
  return {
    name: "placebo-outcome",
    verdict: graded(z, { caution: 1.96, refuse: 2.58 }),
    says: {
      zh: `“${name}”不可能受处理影响，却显示 ${format(estimate)}（标准误 ${format(standardError)}）。`,
      en: `${name} cannot have been changed by the treatment; the same analysis gives it ${format(estimate)} (standard error ${format(standardError)}).`,
    },
  };
}

const format = (value: number) => Number(value.toPrecision(3)).toString();

/** Another estimate of the same thing, from other folds and one more covariate of pure noise, or from half of the rows. */
export function checkAgreement(
  name: "random-common-cause" | "subset",
  main: Estimate,
  other: Pick<Estimate, "estimate">,
  expectedErrors: number,
): Check {
  const moved = Math.abs(other.estimate - main.estimate) / main.standardError;
  const words =
    name === "subset"
      ? { zh: "两半数据的估计相差", en: "The two halves of the data differ by" }
      : {
          zh: "加入一个随机变量后，估计移动了",
          en: "With one more variable of pure noise the estimate moves by",
        };
  return {
    name,
    verdict: graded(moved, { caution: 2.5 * expectedErrors, refuse: 4 * expectedErrors }),
    says: {
      zh: `${words.zh} ${moved.toFixed(2)} 个标准误。`,
      en: `${words.en} ${moved.toFixed(2)} standard errors.`,
    },
  };
}
