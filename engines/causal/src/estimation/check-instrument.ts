import type { Check } from "./check.ts";
import type { EffectProblem } from "./effect-problem.ts";
import { regression } from "./estimators.ts";

/** Below the first an instrument is weak and intervals mean nothing (Staiger & Stock 1997); below the second they are too short (Lee et al. 2022). */
const [weakBelow, strongFrom] = [10, 104.7];

/** How firmly the instrument moves the treatment: F of the first stage, with the problem's own clusters. Undefined without one. */
export function checkInstrument(problem: EffectProblem): Check | undefined {
  const { instrument, treatment, covariates, clusters } = problem;
  if (!instrument) return undefined;
  const first = {
    outcome: treatment,
    treatment: instrument,
    isBinary: false,
    covariates,
    clusters,
  };
  const { estimate, standardError } = regression(first);
  const strength = (estimate / standardError) ** 2;
  const shown = strength.toFixed(1);
  return {
    name: "instrument",
    verdict: !(strength >= weakBelow) ? "refused" : strength < strongFrom ? "caution" : "trusted",
    says: {
      zh: `工具变量对处理的影响强度 F = ${shown}（低于 10 为弱工具，结果无意义；高于 104.7 区间才够准）。`,
      en: `The instrument moves the treatment with F = ${shown}: below 10 it is too weak to say anything, from 104.7 on the interval is exact.`,
    },
  };
}
